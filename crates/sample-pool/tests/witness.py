"""Reads a sample pool with boto3, and with the AWS CLI where it is there, and fails where anything is not as AWS would have it.

Called by tests/it/witness.rs with a JSON object: where the server is, what is in it, and which keys it knows.
"""

import base64
import importlib.util
import json
import os
import subprocess
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from shapes import DEPARTURES, Witness, departed

told = json.loads(sys.argv[1])
endpoint, region, pool_id = told["endpoint"], told["region"], told["pool"]
witness = Witness()
MARK = "must-never-be-stored"


def client(key, service="cognito-idp"):
    made = boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=key["id"],
        aws_secret_access_key=key["secret"],
        aws_session_token=key.get("token"),
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )
    return witness.watch(made)


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["ResponseMetadata"]["RequestId"], "every refusal has a request id"
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError(f"{call} was not refused")


def every(call, rows, given="NextToken", **arguments):
    """The rows of all pages, and how many pages there were."""
    found, pages = [], 0
    while True:
        page = call(**arguments)
        found += page[rows]
        pages += 1
        if not page.get(given):
            return found, pages
        arguments[given] = page[given]


full = told["full"]
idp, identity, sync = (client(full, service) for service in ("cognito-idp", "cognito-identity", "cognito-sync"))

# The pool and its people.
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
web, server, mobile = (client["ClientId"] for client in clients)

# What belongs to the pool.
mfa = idp.get_user_pool_mfa_config(UserPoolId=pool_id)
assert mfa["MfaConfiguration"] == pool["MfaConfiguration"] == "OPTIONAL" and mfa["WebAuthnConfiguration"]

providers, pages = every(idp.list_identity_providers, "Providers", UserPoolId=pool_id, MaxResults=4)
assert (len(providers), pages) == (6, 2)
for provider in providers:
    found = idp.describe_identity_provider(UserPoolId=pool_id, ProviderName=provider["ProviderName"])["IdentityProvider"]
    assert found["ProviderType"] == provider["ProviderType"]
    secret = "private_key" if found["ProviderType"] in ("SAML", "SignInWithApple") else "client_secret"
    assert MARK in found["ProviderDetails"][secret], found
assert any("🔑" in provider["ProviderName"] for provider in providers)

servers, pages = every(idp.list_resource_servers, "ResourceServers", UserPoolId=pool_id, MaxResults=1)
assert (len(servers), pages) == (3, 3) and sum("Scopes" not in server for server in servers) == 1
assert refused(idp.list_resource_servers, UserPoolId=pool_id, MaxResults=51)[0] == "InvalidParameterException"

for name, version in ((pool["Domain"], 1), (pool["CustomDomain"], 2)):
    domain = idp.describe_user_pool_domain(Domain=name)["DomainDescription"]
    assert (domain["UserPoolId"], domain["ManagedLoginVersion"]) == (pool_id, version)
assert idp.describe_user_pool_domain(Domain="nobody")["DomainDescription"] == {}

risk = idp.describe_risk_configuration(UserPoolId=pool_id)["RiskConfiguration"]
assert risk["AccountTakeoverRiskConfiguration"]["Actions"]["HighAction"]["EventAction"] == "BLOCK"
own = idp.describe_risk_configuration(UserPoolId=pool_id, ClientId=web)["RiskConfiguration"]
assert own["ClientId"] == web and "AccountTakeoverRiskConfiguration" not in own
assert idp.describe_risk_configuration(UserPoolId=pool_id, ClientId=server)["RiskConfiguration"] == {}

style = idp.get_ui_customization(UserPoolId=pool_id)["UICustomization"]
assert style["ClientId"] == "ALL" and style["ImageUrl"] and "🎨" in style["CSS"]
assert idp.get_ui_customization(UserPoolId=pool_id, ClientId=web)["UICustomization"]["ClientId"] == web
assert idp.get_ui_customization(UserPoolId=pool_id, ClientId=mobile)["UICustomization"]["ClientId"] == "ALL"

branding = idp.describe_managed_login_branding_by_client(UserPoolId=pool_id, ClientId=web)["ManagedLoginBranding"]
assert all(MARK.encode() in asset["Bytes"] for asset in branding["Assets"])
raw = witness.bodies["DescribeManagedLoginBrandingByClient"]["ManagedLoginBranding"]
assert MARK.encode() in base64.b64decode(raw["Assets"][0]["Bytes"]), "base64 once, not twice"
arguments = {"UserPoolId": pool_id, "ManagedLoginBrandingId": branding["ManagedLoginBrandingId"]}
assert idp.describe_managed_login_branding(**arguments)["ManagedLoginBranding"] == branding
merged = idp.describe_managed_login_branding(**arguments, ReturnMergedResources=True)["ManagedLoginBranding"]
assert len(merged["Assets"]) > len(branding["Assets"]) and len(merged["Settings"]) > len(branding["Settings"])
plain = idp.describe_managed_login_branding_by_client(UserPoolId=pool_id, ClientId=mobile)["ManagedLoginBranding"]
assert plain["UseCognitoProvidedValues"] and "Assets" not in plain
without = refused(idp.describe_managed_login_branding_by_client, UserPoolId=pool_id, ClientId=server)
assert without[0] == "ResourceNotFoundException"

terms, pages = every(idp.list_terms, "Terms", UserPoolId=pool_id, MaxResults=2)
assert (len(terms), pages) == (3, 2)
for listed in terms:
    found = idp.describe_terms(UserPoolId=pool_id, TermsId=listed["TermsId"])["Terms"]
    assert found["TermsName"] == listed["TermsName"] and found["Links"]["cognito:default"]

jobs, pages = every(idp.list_user_import_jobs, "UserImportJobs", "PaginationToken", UserPoolId=pool_id, MaxResults=60)
assert (len(jobs), pages) == (64, 2) and len({job["JobId"] for job in jobs}) == 64
assert all(MARK in job["PreSignedUrl"] for job in jobs) and {job["Status"] for job in jobs} >= {"Failed", "Succeeded"}
assert refused(idp.list_user_import_jobs, UserPoolId=pool_id)[0] == "InvalidParameterException"

logs = idp.get_log_delivery_configuration(UserPoolId=pool_id)["LogDeliveryConfiguration"]["LogConfigurations"]
assert [log["EventSource"] for log in logs] == ["userNotification", "userAuthEvents"]

# What belongs to each user.
devices, events, factors = [], [], []
for user in users:
    who = {"UserPoolId": pool_id, "Username": user["Username"]}
    devices.append(every(idp.admin_list_devices, "Devices", "PaginationToken", **who, Limit=60))
    events.append(every(idp.admin_list_user_auth_events, "AuthEvents", **who, MaxResults=60))
    found = idp.admin_get_user_auth_factors(**who)
    assert found["Username"] == user["Username"]
    factors.append(found.get("ConfiguredUserAuthFactors"))
for kind, key, most, longest in ((devices, "DeviceKey", 75, 2), (events, "EventId", 130, 3)):
    rows = [row[key] for found, _ in kind for row in found]
    assert len(rows) == len(set(rows)) > 200, "each once"
    assert max(len(found) for found, _ in kind) == most and max(pages for _, pages in kind) == longest
    assert min(len(found) for found, _ in kind) == 0
assert None in factors and ["PASSWORD"] in factors and ["PASSWORD", "WEB_AUTHN"] in factors
by_sub = idp.admin_get_user_auth_factors(UserPoolId=pool_id, Username=next(iter(subs)))["Username"]
assert by_sub in {user["Username"] for user in users}, "a sub is a name too"
for call in (idp.admin_get_user_auth_factors, idp.admin_list_devices, idp.admin_list_user_auth_events):
    assert refused(call, UserPoolId=pool_id, Username="nobody") == ("UserNotFoundException", "User does not exist.")
    assert refused(call, UserPoolId=pool_id)[0] == "InvalidParameterException"

# The pool that has nothing.
empty = {"UserPoolId": told["emptyPool"]}
nothing = idp.describe_user_pool(**empty)["UserPool"]
assert not {"Domain", "CustomDomain", "DeviceConfiguration", "UserPoolAddOns"} & nothing.keys()
assert idp.get_user_pool_mfa_config(**empty)["MfaConfiguration"] == "OFF"
for call, rows in (
    (idp.list_identity_providers, "Providers"),
    (idp.list_resource_servers, "ResourceServers"),
    (idp.list_terms, "Terms"),
    (idp.list_groups, "Groups"),
):
    assert call(**empty)[rows] == [], rows
assert idp.list_user_import_jobs(**empty, MaxResults=60)["UserImportJobs"] == []
assert idp.get_ui_customization(**empty)["UICustomization"] == {}
assert idp.get_log_delivery_configuration(**empty)["LogDeliveryConfiguration"]["LogConfigurations"] == []
assert refused(idp.describe_risk_configuration, **empty)[0] == "UserPoolAddOnNotEnabledException"
assert refused(idp.admin_list_user_auth_events, **empty, Username="x")[0] == "UserPoolAddOnNotEnabledException"
assert refused(idp.admin_list_devices, **empty, Username="x")[0] == "InvalidUserPoolConfigurationException"

# Identity pools.
identity_pool = told["identityPool"]
listed, pages = every(identity.list_identity_pools, "IdentityPools", MaxResults=1)
assert [found["IdentityPoolId"] for found in listed] == [identity_pool, told["emptyIdentityPool"]] and pages == 2
found = identity.describe_identity_pool(IdentityPoolId=identity_pool)
assert found["AllowUnauthenticatedIdentities"] and found["CognitoIdentityProviders"][0]["ProviderName"].endswith(pool_id)
roles = identity.get_identity_pool_roles(IdentityPoolId=identity_pool)
assert set(roles["Roles"]) == {"authenticated", "unauthenticated"}
assert {mapping["Type"] for mapping in roles["RoleMappings"].values()} == {"Token", "Rules"}
tags = {
    name: identity.get_principal_tag_attribute_map(IdentityPoolId=identity_pool, IdentityProviderName=name)
    for name in ("accounts.google.com", found["CognitoIdentityProviders"][0]["ProviderName"])
}
assert [found["UseDefaults"] for found in tags.values()] == [True, False]
arguments = {"IdentityPoolId": identity_pool, "IdentityProviderName": "www.amazon.com"}
assert refused(identity.get_principal_tag_attribute_map, **arguments)[0] == "ResourceNotFoundException"

identities, pages = every(identity.list_identities, "Identities", IdentityPoolId=identity_pool, MaxResults=50)
assert (len(identities), pages) == (120, 3) and len({found["IdentityId"] for found in identities}) == 120
assert any("Logins" not in found for found in identities) and max(len(found.get("Logins", ())) for found in identities) == 2
shown, pages = every(identity.list_identities, "Identities", IdentityPoolId=identity_pool, MaxResults=1, HideDisabled=True)
assert (len(shown), pages) == (113, 120), "hidden ones leave their pages empty"
assert refused(identity.list_identities, IdentityPoolId=identity_pool, MaxResults=61)[0] == "InvalidParameterException"
assert refused(identity.list_identities, IdentityPoolId=identity_pool)[0] == "InvalidParameterException"
assert refused(identity.describe_identity_pool, IdentityPoolId=region + ":0")[0] == "ResourceNotFoundException"
assert refused(identity.describe_identity_pool, IdentityPoolId="nonsense")[0] == "InvalidParameterException"

empty = {"IdentityPoolId": told["emptyIdentityPool"]}
assert not identity.describe_identity_pool(**empty)["AllowUnauthenticatedIdentities"]
assert "Roles" not in identity.get_identity_pool_roles(**empty)
assert identity.list_identities(**empty, MaxResults=60)["Identities"] == []

# Cognito Sync.
usage = sync.list_identity_pool_usage(MaxResults=10)
assert [used["IdentityPoolId"] for used in usage["IdentityPoolUsages"]] == [identity_pool]
kept = 0
for found in identities:
    who = {"IdentityPoolId": identity_pool, "IdentityId": found["IdentityId"]}
    datasets, _ = every(sync.list_datasets, "Datasets", **who, MaxResults=1)
    for dataset in datasets:
        records, _ = every(sync.list_records, "Records", **who, DatasetName=dataset["DatasetName"], MaxResults=60)
        assert dataset["NumRecords"] == sum("Value" in record for record in records)
        kept += len(records)
assert kept > 500, kept

who = {"IdentityPoolId": identity_pool, "IdentityId": told["identity"], "DatasetName": "settings"}
records, pages = every(sync.list_records, "Records", **who, MaxResults=60)
assert (len(records), pages) == (150, 3) and any("Value" not in record for record in records)
assert {"🦊", "line\nbreak\t\\u0041"} <= {record["Key"] for record in records}
answer = sync.list_records(**who, LastSyncCount=140)
assert answer["DatasetSyncCount"] == 150 and answer["SyncSessionToken"] and answer["MergedDatasetNames"]
assert sorted(record["SyncCount"] for record in answer["Records"]) == list(range(141, 151))
assert sync.list_records(**who, LastSyncCount=150, SyncSessionToken=answer["SyncSessionToken"])["Records"] == []
assert not sync.list_records(**who | {"DatasetName": "nothing"})["DatasetExists"]
assert refused(sync.list_records, **who, NextToken="x")[0] == "InvalidParameterException"
stranger = who | {"IdentityId": region + ":00000000-0000-0000-0000-000000000000"}
assert refused(sync.list_records, **stranger)[0] == "NotAuthorizedException"
assert refused(sync.list_datasets, IdentityPoolId="nonsense", IdentityId="x")[0] == "InvalidParameterException"

# What is refused.
assert refused(idp.list_users, UserPoolId=pool_id, Limit=61)[0] == "InvalidParameterException"
assert refused(idp.list_users, UserPoolId=pool_id, Filter="nonsense") == ("InvalidParameterException", "Error while parsing filter.")
assert refused(idp.describe_user_pool, UserPoolId=region + "_Nowhere")[0] == "ResourceNotFoundException"
assert refused(idp.describe_user_pool)[0] == "InvalidParameterException"
assert refused(idp.admin_get_user, UserPoolId=pool_id, Username="x")[0] == "UnknownOperationException", "it would cost"
wrong, nobody = full | {"secret": full["secret"] + "x"}, full | {"id": "AKIANOBODY"}
calls = {
    "cognito-idp": ("list_users", {"UserPoolId": pool_id}),
    "cognito-identity": ("list_identity_pools", {"MaxResults": 1}),
    "cognito-sync": ("list_datasets", {"IdentityPoolId": identity_pool, "IdentityId": told["identity"]}),
}
for service, (call, arguments) in calls.items():
    for key, code in (
        (wrong, "InvalidSignatureException"),
        (nobody, "UnrecognizedClientException"),
        (told["expired"], "ExpiredTokenException"),
    ):
        assert refused(getattr(client(key, service), call), **arguments)[0] == code, (service, code)

# Every operation, with a key that may not: one that may only describe the pool and list users.
asked = set(witness.replies)
assert len(asked) == told["operations"], (len(asked), sorted(asked))
narrow = {api.meta.service_model.signing_name: client(told["narrow"], api.meta.service_model.signing_name) for api in (idp, identity, sync)}
for service, api in narrow.items():
    for method, operation in api.meta.method_to_api_mapping.items():
        if operation not in asked - {"DescribeUserPool", "ListUsers"}:
            continue
        required = dict.fromkeys(api.meta.service_model.operation_model(operation).input_shape.required_members, "x")
        code, message = refused(getattr(api, method), **required)
        assert code == "AccessDeniedException" and f"perform: {service}:{operation} on resource" in message, message
        asked.remove(operation)
assert asked == {"DescribeUserPool", "ListUsers"}, asked
assert departed == DEPARTURES.keys(), DEPARTURES.keys() - departed

if importlib.util.find_spec("awscli"):
    command = [sys.executable, "-m", "awscli", "cognito-idp", "list-users", "--endpoint-url", endpoint]
    command += ["--region", region, "--user-pool-id", pool_id, "--output", "json"]
    keys = {"AWS_ACCESS_KEY_ID": full["id"], "AWS_SECRET_ACCESS_KEY": full["secret"], "PYTHONUTF8": "1"}
    listed = json.loads(subprocess.run(command, env=os.environ | keys, check=True, capture_output=True).stdout)
    assert {user["Username"] for user in listed["Users"]} == {user["Username"] for user in users}
