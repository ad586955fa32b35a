"""Another app of the same account: lists users at an even pace and counts how often it is refused.

Never tries again, so that each call counts once. Ends when its standard input does, and then prints its counts in JSON.
"""

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

# At 150 ms a call, two at a time are enough for ten a second; the rest is for a busy machine.
AT_ONCE = 8


def main():
    endpoint, region, pool_id, calls_a_second = sys.argv[1:]
    config = Config(retries={"total_max_attempts": 1}, max_pool_connections=AT_ONCE)
    cognito = boto3.client("cognito-idp", region_name=region, endpoint_url=endpoint, config=config)
    counts = {"calls": 0, "throttled": 0, "failed": 0}
    lock = threading.Lock()

    def call():
        became = None
        try:
            cognito.list_users(UserPoolId=pool_id, Limit=1)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            became = "throttled" if code == "TooManyRequestsException" else "failed"
        except Exception:
            became = "failed"
        with lock:
            counts["calls"] += 1
            if became:
                counts[became] += 1

    told = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), told.set()), daemon=True).start()
    call()
    with lock:
        counts.update(calls=0, throttled=0, failed=0)
    print("ready", flush=True)
    between = 1 / float(calls_a_second)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        started = due = time.monotonic()
        while not told.is_set():
            pool.submit(call)
            due += between
            told.wait(max(0, due - time.monotonic()))
    counts["seconds"] = time.monotonic() - started
    print(json.dumps(counts), flush=True)


if __name__ == "__main__":
    main()
