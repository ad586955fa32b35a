import { AccessKeyDrawing } from "../drawings";
import classes from "../guide.module.css";

export function AccessKey() {
  return (
    <div className={classes.words}>
      <p>
        An access key is how a program signs in to AWS. It has two halves: the{" "}
        <strong>Access key ID</strong> (20 letters and digits, begins with{" "}
        <span className={classes.code}>AKIA</span>) is its name, and the{" "}
        <strong>Secret access key</strong> (40 characters) is its password.
      </p>
      <p>
        Somebody sent you both, or a file ending in <span className={classes.code}>.csv</span>?
        Paste them, or drop the file on the form. The rest of this page is for whoever makes the
        key.
      </p>
      <AccessKeyDrawing />
      <ol>
        <li>
          In the AWS console open <strong>IAM</strong>, then <strong>Users</strong>. Create a user
          for Poolhouse alone, with no console access and only the policy that “The least policy”
          shows. Open it, and its tab <strong>Security credentials</strong>.
        </li>
        <li>
          Under <strong>Access keys</strong> choose <strong>Create access key</strong>. As the use
          case choose <strong>Application running outside AWS</strong>, or <strong>Other</strong>.
        </li>
        <li>
          On the last page choose <strong>Download .csv file</strong>. AWS shows the secret this
          once: if it is lost, delete the key and make another.
        </li>
      </ol>
      <p className={classes.tip}>
        Never make a key for the account's root user, and never send a secret by e‑mail in plain
        text: a password manager's share is the better way. Poolhouse puts it into the keychain of
        this computer and gives it to nobody but AWS.
      </p>
      <h3 className={classes.heading}>Temporary keys</h3>
      <p>
        If your company signs in with IAM Identity Center, its start page offers{" "}
        <strong>Access keys</strong> beside the account: three values, the ID (begins with{" "}
        <span className={classes.code}>ASIA</span>), the secret and a session token. Open “Sign in
        another way” and choose temporary keys. They run out after some hours, so each later run
        asks for new ones.
      </p>
      <h3 className={classes.heading}>A profile of this computer</h3>
      <p>
        If the AWS command line is set up on this computer, its profile (often{" "}
        <span className={classes.code}>default</span>) can be used instead, and no key is typed at
        all.
      </p>
    </div>
  );
}
