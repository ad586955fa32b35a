/**
 * Where to click, as schematic drawings of our own: shapes and the few words that matter, in the
 * colours of the theme. Not pictures of AWS's console, which changes; the words are what to look for.
 */
import type { ReactNode } from "react";
import classes from "./guide.module.css";

function Screen(props: { label: string; children: ReactNode }) {
  return (
    <svg className={classes.drawing} viewBox="0 0 320 176" role="img" aria-label={props.label}>
      <rect className={classes.paper} x="1" y="1" width="318" height="174" rx="8" />
      <path className={classes.bar} d="M1 29V9a8 8 0 0 1 8-8h302a8 8 0 0 1 8 8v20z" />
      <rect className={classes.frame} x="1" y="1" width="318" height="174" rx="8" />
      {props.children}
    </svg>
  );
}

/** A number in a ring: the order of the clicks, as in the list of steps beside the drawing. */
function Marker(props: { x: number; y: number; step: number }) {
  return (
    <g>
      <circle className={classes.marker} cx={props.x} cy={props.y} r="9" />
      <text className={classes.markerText} x={props.x} y={props.y + 4}>
        {props.step}
      </text>
    </g>
  );
}

function Line(props: { x: number; y: number; width: number }) {
  return (
    <rect
      className={classes.line}
      x={props.x}
      y={props.y}
      width={props.width}
      height="5"
      rx="2.5"
    />
  );
}

function Box(props: { x: number; y: number; width: number; height: number }) {
  return <rect className={classes.box} {...props} rx="4" />;
}

function Ring(props: { x: number; y: number; width: number; height: number }) {
  return <rect className={classes.ring} {...props} rx="5" />;
}

function Word(props: { x: number; y: number; strong?: boolean; children: string }) {
  return (
    <text className={props.strong ? classes.wordStrong : classes.word} x={props.x} y={props.y}>
      {props.children}
    </text>
  );
}

/** The pool's row in the list of user pools. */
export function PoolListDrawing() {
  return (
    <Screen label="Drawing: the AWS console. 1: the search at the top, with “Cognito”. 2: “User pools” in the menu on the left. 3: the column “User pool ID” in the list.">
      <Box x={92} y={8} width={130} height={15} />
      <Word x={100} y={19}>
        Cognito
      </Word>
      <Ring x={89} y={5} width={136} height={21} />
      <Marker x={78} y={15} step={1} />
      <Word x={14} y={52} strong>
        Amazon Cognito
      </Word>
      <Ring x={10} y={60} width={66} height={18} />
      <Word x={16} y={73}>
        User pools
      </Word>
      <Marker x={88} y={69} step={2} />
      <Line x={16} y={90} width={48} />
      <Line x={16} y={103} width={40} />
      <Word x={116} y={58} strong>
        User pool name
      </Word>
      <Word x={212} y={58} strong>
        User pool ID
      </Word>
      <Line x={116} y={75} width={56} />
      <Word x={212} y={80}>
        eu-west-1_Ab…
      </Word>
      <Line x={116} y={97} width={70} />
      <Line x={212} y={97} width={72} />
      <Line x={116} y={119} width={48} />
      <Line x={212} y={119} width={72} />
      <Ring x={207} y={66} width={88} height={20} />
      <Marker x={305} y={76} step={3} />
    </Screen>
  );
}

/** The Region in the console's top bar. */
export function RegionDrawing() {
  return (
    <Screen label="Drawing: the AWS console. 1: the Region's name at the right of the top bar. 2: the list under it shows each Region's code, such as eu-west-1.">
      <Word x={196} y={19}>
        Ireland ▾
      </Word>
      <Line x={262} y={12} width={44} />
      <Ring x={190} y={5} width={60} height={21} />
      <Marker x={178} y={15} step={1} />
      <Box x={130} y={36} width={170} height={96} />
      <Word x={140} y={56}>
        Frankfurt
      </Word>
      <Word x={226} y={56}>
        eu-central-1
      </Word>
      <Word x={140} y={80} strong>
        Ireland
      </Word>
      <Word x={226} y={80} strong>
        eu-west-1
      </Word>
      <Word x={140} y={104}>
        London
      </Word>
      <Word x={226} y={104}>
        eu-west-2
      </Word>
      <Ring x={220} y={66} width={74} height={21} />
      <Marker x={206} y={76} step={2} />
      <Line x={16} y={52} width={84} />
      <Line x={16} y={68} width={66} />
      <Line x={16} y={84} width={74} />
    </Screen>
  );
}

/** The pool's ID and the Region that begins it. */
export function PoolIdDrawing() {
  return (
    <svg
      className={classes.drawing}
      viewBox="0 0 320 72"
      role="img"
      aria-label="Drawing: in the User Pool ID eu-west-1_AbCdEfGhI, the part before the underscore, eu-west-1, is the Region."
    >
      <rect className={classes.paper} x="1" y="1" width="318" height="70" rx="8" />
      <text className={classes.idRest} x="52" y="32">
        <tspan className={classes.idRegion}>eu-west-1</tspan>
        <tspan>_AbCdEfGhI</tspan>
      </text>
      <path className={classes.brace} d="M52 40h76" />
      <text className={`${classes.wordStrong} ${classes.under}`} x="90" y="58">
        the Region
      </text>
    </svg>
  );
}

/** A user's security credentials in IAM. */
export function AccessKeyDrawing() {
  return (
    <Screen label="Drawing: a user in IAM. 1: the tab “Security credentials”. 2: under “Access keys”, the button “Create access key”. 3: on the last page, “Download .csv file”.">
      <Word x={14} y={50} strong>
        IAM · Users · poolhouse
      </Word>
      <Word x={16} y={75}>
        Permissions
      </Word>
      <Word x={92} y={75}>
        Security credentials
      </Word>
      <Ring x={86} y={62} width={122} height={20} />
      <Marker x={220} y={72} step={1} />
      <Word x={16} y={109} strong>
        Access keys
      </Word>
      <Box x={172} y={96} width={112} height={19} />
      <Word x={179} y={109}>
        Create access key
      </Word>
      <Ring x={169} y={93} width={118} height={25} />
      <Marker x={300} y={105} step={2} />
      <Line x={16} y={140} width={110} />
      <Line x={16} y={152} width={80} />
      <Box x={172} y={136} width={112} height={19} />
      <Word x={179} y={149}>
        Download .csv file
      </Word>
      <Ring x={169} y={133} width={118} height={25} />
      <Marker x={300} y={145} step={3} />
    </Screen>
  );
}

/** The policy editor in IAM. */
export function PolicyDrawing() {
  return (
    <Screen label="Drawing: IAM. 1: “Policies” in the menu on the left. 2: the button “Create policy”. 3: the tab “JSON”, and the policy pasted under it.">
      <Word x={14} y={52} strong>
        IAM
      </Word>
      <Ring x={10} y={60} width={52} height={18} />
      <Word x={16} y={73}>
        Policies
      </Word>
      <Marker x={74} y={69} step={1} />
      <Line x={16} y={90} width={40} />
      <Line x={16} y={103} width={34} />
      <Box x={214} y={38} width={86} height={19} />
      <Word x={221} y={51}>
        Create policy
      </Word>
      <Ring x={211} y={35} width={92} height={25} />
      <Marker x={199} y={47} step={2} />
      <Word x={120} y={87}>
        Visual
      </Word>
      <Word x={166} y={87} strong>
        JSON
      </Word>
      <Ring x={160} y={74} width={38} height={20} />
      <Marker x={210} y={84} step={3} />
      <Box x={116} y={100} width={184} height={62} />
      <text className={classes.codeWord} x="124" y="116">
        {'{ "Version": "2012-10-17",'}
      </text>
      <Line x={132} y={124} width={120} />
      <Line x={132} y={136} width={96} />
      <Line x={132} y={148} width={108} />
    </Screen>
  );
}
