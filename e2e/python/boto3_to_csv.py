"""Lists a user pool by boto3's paginator into CSV on standard output: how most people do it."""

import csv
import sys

import boto3


def main():
    endpoint, region, pool_id = sys.argv[1:]
    cognito = boto3.client("cognito-idp", region_name=region, endpoint_url=endpoint)
    schema = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]["SchemaAttributes"]
    names = [each["Name"] for each in schema]
    table = csv.writer(sys.stdout)
    table.writerow(["username", "status", "enabled", "created_at", "updated_at", *names])
    users = 0
    for page in cognito.get_paginator("list_users").paginate(UserPoolId=pool_id, Limit=60):
        for user in page["Users"]:
            values = {each["Name"]: each.get("Value") for each in user.get("Attributes", [])}
            table.writerow(
                [
                    user["Username"],
                    user["UserStatus"],
                    user["Enabled"],
                    user["UserCreateDate"].isoformat(),
                    user["UserLastModifiedDate"].isoformat(),
                    *(values.get(name) for name in names),
                ]
            )
            users += 1
    print(f"users: {users}", file=sys.stderr)


if __name__ == "__main__":
    main()
