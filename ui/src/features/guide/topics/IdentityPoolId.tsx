import { PoolListDrawing } from "../drawings";
import classes from "../guide.module.css";

export function IdentityPoolId() {
  return (
    <div className={classes.words}>
      <p>
        A user pool knows who may sign in. An <strong>identity pool</strong> is the other half of
        Cognito: it gives whoever signed in, by whatever provider, an identity and a role in AWS. It
        may give guests one too. Not every company has one.
      </p>
      <p>
        Its ID looks like{" "}
        <span className={classes.code}>eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789</span>: a
        Region, a colon, then digits and small letters in groups.
      </p>
      <PoolListDrawing kind="Identity" id="eu-west-1:0a…" />
      <ol>
        <li>
          Sign in to the AWS console, and type <strong>Cognito</strong> into the search at the top.
          Open <strong>Amazon Cognito</strong>.
        </li>
        <li>
          Choose <strong>Identity pools</strong> in the menu on the left (the ☰ button opens the
          menu).
        </li>
        <li>
          Find your pool by its name, and copy its <strong>Identity pool ID</strong>, the whole of
          it.
        </li>
      </ol>
      <h3 className={classes.heading}>What it brings</h3>
      <ul>
        <li>
          <strong>The identities</strong>, and the providers that each of them signs in with. They
          hold no name and no address: who somebody is stands in the user pool or with the provider.
        </li>
        <li>
          <strong>The pool</strong>: whom it trusts, which role in AWS somebody gets, and by which
          rules.
        </li>
        <li>
          <strong>Cognito Sync</strong>, where your company still has it: what apps kept for each
          identity. It takes a call for every identity, so it is left out unless you tick it.
        </li>
      </ul>
      <p>
        AWS answers five calls a second here, each with at most 60 identities: 300 identities a
        second at best.
      </p>
      <p className={classes.tip}>
        The keys need permissions of their own: those of a user pool are not enough. “The least
        policy” makes the text to ask for. Reading makes no identity, and gives nobody credentials.
      </p>
    </div>
  );
}
