"""The Feast Python SDK as a client of a featc server: `make feast` runs it.

Usage: feast_client.py URL FOLDER

Feast keeps its registry in FOLDER; the online store is the server at URL. An event is
pushed and features are read, one by one and as a feature service; what is wrong ends
the script with an error.
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd
from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource, PushSource
from feast.data_source import PushMode
from feast.errors import FeatureViewNotFoundException
from feast.types import Float64, Int64, String
from feast.value_type import ValueType


def main(url: str, folder: str) -> None:
    repo = Path(folder)
    (repo / "feature_store.yaml").write_text(
        f"project: fraud\nprovider: local\nregistry: {repo}/registry.db\n"
        f"online_store:\n  type: remote\n  path: {url}\noffline_store:\n  type: file\n"
        "entity_key_serialization_version: 3\n"
    )
    empty = repo / "empty.parquet"
    pd.DataFrame(
        {
            "user_id": pd.Series(dtype="int64"),
            "merchant_id": pd.Series(dtype="str"),
            "event_timestamp": pd.Series(dtype="datetime64[ns, UTC]"),
        }
    ).to_parquet(empty)
    batch = FileSource(path=str(empty), timestamp_field="event_timestamp")

    user = Entity(name="user", join_keys=["user_id"], value_type=ValueType.INT64)
    merchant = Entity(name="merchant", join_keys=["merchant_id"], value_type=ValueType.STRING)

    def view(name, entities, source=batch, **features):
        schema = [Field(name=n, dtype=t) for n, t in features.items()]
        return FeatureView(name=name, entities=entities, schema=schema, source=source, ttl=timedelta(days=1))

    # Events are pushed to a source of featc's; the features of its views are computed.
    txns = view(
        "txns", [user], PushSource(name="txns", batch_source=batch),
        txn_id=String, merchant_id=String, amount=Float64, status=String, at=String,
    )
    spend = view("spend", [user], n_1h=Int64, total_1h=Float64, lifetime=Int64, burst=Float64)
    risk = view("risk", [merchant], n_1h=Int64)
    service = FeatureService(name="fraud_v1", features=[spend, risk])
    store = FeatureStore(repo_path=str(repo))
    store.apply([user, merchant, txns, spend, risk, service])

    def read(features, rows, **options):
        return store.get_online_features(features=features, entity_rows=rows, **options).to_dict()

    names = ["spend:n_1h", "spend:total_1h", "spend:burst"]
    before = read(names, [{"user_id": 1}, {"user_id": 2}])
    same(before, {"user_id": [1, 2], "n_1h": [0, 0], "total_1h": [None, None], "burst": [0, 0]})

    now = datetime.now(timezone.utc)
    events = pd.DataFrame(
        {
            "user_id": [1, 1],
            "txn_id": ["a", "b"],
            "merchant_id": ["m1", "m2"],
            "amount": [10.5, 2.25],
            "status": ["approved", "approved"],
            "at": [now.isoformat()] * 2,
            "event_timestamp": [now] * 2,
        }
    )
    store.push("txns", events, to=PushMode.ONLINE)
    after = read(names, [{"user_id": 1}, {"user_id": 2}])
    same(after, {"user_id": [1, 2], "n_1h": [2, 0], "total_1h": [12.75, None], "burst": [1, 0]})

    full = read(["spend:n_1h", "risk:n_1h"], [{"user_id": 1, "merchant_id": "m1"}], full_feature_names=True)
    same(full, {"user_id": [1], "merchant_id": ["m1"], "spend__n_1h": [2], "risk__n_1h": [1]})

    # A feature service is a feature set, request data included.
    vector = read(service, [{"user_id": 1, "merchant_id": "m1", "amount": 21.0}])
    same({k: vector[k] for k in ["spend_n_1h", "risk_n_1h", "habit_visits", "vs_usual", "is_new"]},
         {"spend_n_1h": [2], "risk_n_1h": [1], "habit_visits": [1], "vs_usual": [2.0], "is_new": [False]})

    try:
        read(["nope:n"], [{"user_id": 1}])
        sys.exit("an unknown view is served")
    except FeatureViewNotFoundException as e:
        if str(e) != 'there is no view or feature set "nope"':
            raise
    print(f"read {len(vector)} columns as a feature service")


def same(got, want) -> None:
    if json.dumps(got, sort_keys=True) != json.dumps(want, sort_keys=True) and got != want:
        sys.exit(f"got  {got}\nwant {want}")


if __name__ == "__main__":
    main(*sys.argv[1:])
