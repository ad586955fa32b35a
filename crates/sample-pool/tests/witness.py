"""Reads a sample pool with boto3, and with the AWS CLI where it is there, and fails where anything is not as AWS would have it.

Called by tests/it/witness.rs with: endpoint, Region, pool ID, a key and its secret, then
expired temporary keys (ID, secret, token).
"""

import importlib.util
import json
import os
import subprocess
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, region, pool_id, key, secret, *expired = sys.argv[1:]


def client(key, secret, token=None):
    return boto3.client(
        "cognito-idp",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["ResponseMetadata"]["RequestId"], "every refusal has a request id"
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError(f"{call} was not refused")


idp = client(key, secret)

pools = [pool for page in idp.get_paginator("list_user_pools").paginate(MaxResults=1) for pool in page["UserPools"]]
assert pool_id in [pool["Id"] for pool in pools] and len(pools) == 2, pools

pool = idp.describe_user_pool(UserPoolId=pool_id)["UserPool"]
assert pool["EstimatedNumberOfUsers"] == 250
schema = {attribute["Name"]: attribute["AttributeDataType"] for attribute in pool["SchemaAttributes"]}
assert schema["custom:score"] == "Number" and schema["sub"] == "String", schema
assert pool["CreationDate"].year == 2019 and pool["CreationDate"].microsecond == 123000

users, pages = [], 0
for page in idp.get_paginator("list_users").paginate(UserPoolId=pool_id, Limit=60):
    users += page["Users"]
    pages += 1
subs = {attribute["Value"] for user in users for attribute in user["Attributes"] if attribute["Name"] == "sub"}
assert len(users) == len(subs) == 250, (len(users), len(subs))
assert pages > 5, "short pages"

parts = []
for digit in "0123456789abcdef":
    for page in idp.get_paginator("list_users").paginate(UserPoolId=pool_id, Limit=60, Filter=f'sub ^= "{digit}"'):
        parts += [attribute["Value"] for user in page["Users"] for attribute in user["Attributes"] if attribute["Name"] == "sub"]
assert sorted(parts) == sorted(subs)

for user in users:
    for attribute in user["Attributes"]:
        if attribute["Name"] == "identities" and len(attribute["Value"]) > 20:
            assert json.loads(attribute["Value"])[0]["providerName"]
names = {attribute["Value"] for user in users for attribute in user["Attributes"] if attribute["Name"] == "name"}
assert "=1+1" in names and "before\0after" in names and "😀" * 2048 in names

members = 0
groups = [group for page in idp.get_paginator("list_groups").paginate(UserPoolId=pool_id, Limit=3) for group in page["Groups"]]
assert len(groups) == 11 and any("Precedence" not in group for group in groups)
for group in groups:
    pages = idp.get_paginator("list_users_in_group").paginate(UserPoolId=pool_id, GroupName=group["GroupName"], Limit=60)
    members += sum(len(page["Users"]) for page in pages)
assert 200 < members < 300, members

clients = idp.list_user_pool_clients(UserPoolId=pool_id, MaxResults=60)["UserPoolClients"]
described = [idp.describe_user_pool_client(UserPoolId=pool_id, ClientId=c["ClientId"])["UserPoolClient"] for c in clients]
assert sum("ClientSecret" in client for client in described) == 1

assert refused(idp.list_users, UserPoolId=pool_id, Limit=61)[0] == "InvalidParameterException"
assert refused(idp.list_users, UserPoolId=pool_id, Filter="nonsense") == ("InvalidParameterException", "Error while parsing filter.")
assert refused(idp.describe_user_pool, UserPoolId=region + "_Nowhere")[0] == "ResourceNotFoundException"
assert refused(idp.describe_user_pool)[0] == "InvalidParameterException"
assert refused(idp.get_user_pool_mfa_config, UserPoolId=pool_id)[0] == "UnknownOperationException"
assert refused(client(key, secret + "x").list_users, UserPoolId=pool_id)[0] == "InvalidSignatureException"
assert refused(client("AKIANOBODY", secret).list_users, UserPoolId=pool_id)[0] == "UnrecognizedClientException"
assert refused(client(*expired).list_users, UserPoolId=pool_id)[0] == "ExpiredTokenException"

if importlib.util.find_spec("awscli"):
    command = [sys.executable, "-m", "awscli", "cognito-idp", "list-users", "--endpoint-url", endpoint]
    command += ["--region", region, "--user-pool-id", pool_id, "--output", "json"]
    keys = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "PYTHONUTF8": "1"}
    listed = json.loads(subprocess.run(command, env=os.environ | keys, check=True, capture_output=True).stdout)
    assert {user["Username"] for user in listed["Users"]} == {user["Username"] for user in users}
