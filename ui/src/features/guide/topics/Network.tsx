import classes from "../guide.module.css";

export function Network() {
  return (
    <div className={classes.words}>
      <p>
        Poolhouse talks to AWS over the internet, encrypted (HTTPS, port 443), and to nobody else.
        Inside a company two things may stand in the way. Both are set under{" "}
        <strong>Settings</strong>, <strong>Network</strong>.
      </p>
      <h3 className={classes.heading}>A proxy</h3>
      <p>
        Ask IT for “the address of the HTTPS proxy”. It looks like{" "}
        <span className={classes.code}>http://proxy.example.com:8080</span>. Where the system's{" "}
        <span className={classes.code}>HTTPS_PROXY</span> names one already, leave the field empty.
        A proxy that wants a user name and a password goes there too, and not into Poolhouse: it
        would be stored in the clear.
      </p>
      <h3 className={classes.heading}>A certificate authority</h3>
      <p>
        Some companies look into encrypted traffic, and sign it anew with a certificate of their
        own. Then Connect says that the certificate is not trusted. Ask IT for “the root certificate
        of the proxy, as a PEM file”, and choose it. It is trusted beside the system's own, by
        Poolhouse alone.
      </p>
      <h3 className={classes.heading}>Another address</h3>
      <p>
        If your company reaches AWS by a private address (a VPC endpoint), it goes into{" "}
        <strong>Endpoint address</strong>, in the wizard's step <strong>Credentials</strong> under{" "}
        <strong>Advanced</strong>. Everybody else leaves it empty.
      </p>
      <p className={classes.tip}>
        For IT: the hosts are <span className={classes.code}>cognito-idp.Region.amazonaws.com</span>
        , and for identity pools <span className={classes.code}>cognito-identity</span> and{" "}
        <span className={classes.code}>cognito-sync</span> in its place; with profiles also those of{" "}
        <span className={classes.code}>sts</span>, <span className={classes.code}>oidc</span> and{" "}
        <span className={classes.code}>portal.sso</span>.
      </p>
    </div>
  );
}
