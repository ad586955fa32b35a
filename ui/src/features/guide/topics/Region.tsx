import { PoolIdDrawing, RegionDrawing } from "../drawings";
import classes from "../guide.module.css";

const REGIONS: [string, string][] = [
  ["us-east-1", "N. Virginia"],
  ["us-east-2", "Ohio"],
  ["us-west-2", "Oregon"],
  ["ca-central-1", "Canada (Central)"],
  ["sa-east-1", "São Paulo"],
  ["eu-west-1", "Ireland"],
  ["eu-west-2", "London"],
  ["eu-west-3", "Paris"],
  ["eu-central-1", "Frankfurt"],
  ["eu-north-1", "Stockholm"],
  ["ap-south-1", "Mumbai"],
  ["ap-southeast-1", "Singapore"],
  ["ap-southeast-2", "Sydney"],
  ["ap-northeast-1", "Tokyo"],
];

export function Region() {
  return (
    <div className={classes.words}>
      <p>
        AWS keeps its computers in Regions, and each user pool lives in one of them. You rarely have
        to look it up: the pool's ID begins with it, so Poolhouse fills it in.
      </p>
      <PoolIdDrawing />
      <p>Without the ID, the AWS console shows it:</p>
      <RegionDrawing />
      <ol>
        <li>Look at the right of the top bar, beside your account's name: the Region's name.</li>
        <li>
          Choose it: the list shows each Region's code. The code, such as{" "}
          <span className={classes.code}>eu-west-1</span>, is what Poolhouse asks for.
        </li>
      </ol>
      <details>
        <summary className={classes.summary}>Often used Regions</summary>
        <ul>
          {REGIONS.map(([code, place]) => (
            <li key={code}>
              <span className={classes.code}>{code}</span> – {place}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
