// Backs up a user pool by `cognito-backup-restore`, through the function that the package offers to programs: its
// command line has no option for an endpoint, and version 2 of AWS's SDK does not read one from the environment.
// It is handed a client, as its own command line makes one, but for the endpoint. Where the package and the SDK lie
// is told, as this file does not lie beside them.
'use strict';

const { createRequire } = require('node:module');
const path = require('node:path');

const [installed, endpoint, region, userPoolId, folder] = process.argv.slice(2);
const load = createRequire(path.join(installed, 'package.json'));
const AWS = load('aws-sdk');
const { backupUsers } = load('cognito-backup-restore');

backupUsers(new AWS.CognitoIdentityServiceProvider({ endpoint, region }), userPoolId, folder).catch((error) => {
  console.error(error.code ?? error.message);
  process.exitCode = 1;
});
