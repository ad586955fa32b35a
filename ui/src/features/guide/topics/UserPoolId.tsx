import { PoolListDrawing } from "../drawings";
import classes from "../guide.module.css";

export function UserPoolId() {
  return (
    <div className={classes.words}>
      <p>
        A user pool is AWS's list of the people who can sign in to your apps. Its ID looks like{" "}
        <span className={classes.code}>eu-west-1_AbCdEfGhI</span>: a Region, an underscore, then
        letters and digits. Capital and small letters matter.
      </p>
      <PoolListDrawing kind="User" id="eu-west-1_Ab…" />
      <ol>
        <li>
          Sign in to the AWS console, and type <strong>Cognito</strong> into the search at the top.
          Open <strong>Amazon Cognito</strong>.
        </li>
        <li>
          Choose <strong>User pools</strong> in the menu on the left (the ☰ button opens the menu).
        </li>
        <li>
          Find your pool by its name. Copy what stands under <strong>User pool ID</strong>, or open
          the pool: its Overview shows the ID with a copy button beside it.
        </li>
      </ol>
      <p>
        The list is empty, or your pool is missing? Pools belong to one Region: choose another one
        at the right of the top bar.
      </p>
      <p className={classes.tip}>
        You cannot sign in to the console? Ask whoever looks after your sign-in or your AWS account
        for “the User Pool ID and its Region”. It is no secret. Where the keys allow it, “Choose
        from my account” lists the pools for you.
      </p>
    </div>
  );
}
