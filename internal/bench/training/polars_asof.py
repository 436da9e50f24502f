"""Count and sum over windows, as one writes them with Polars so that they do not
explode: running sums per key, and an as-of join for each end of a window.
Arguments: the folder with the data, the file to write, the windows (1h, 7d ...)."""
import sys
import polars as pl

folder, out, ages = sys.argv[1], sys.argv[2], sys.argv[3:]
events = (
    pl.scan_parquet(f"{folder}/payments.parquet")
    .select("user_id", "at", "amount")
    .sort("user_id", "at")
    .select("user_id", "at",
            n=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("user_id"),
            s=pl.col("amount").cum_sum().over("user_id"))
)
labels = pl.scan_parquet(f"{folder}/labels.parquet").sort("user_id", "at")


def until(frame, name, age):
    """The running sums at the label's instant less an age, beside it."""
    at = pl.col("at") if age is None else pl.col("at").dt.offset_by("-" + age)
    ends = events.rename({"at": "_event", "n": f"n{name}", "s": f"s{name}"})
    return (
        frame.with_columns(_at=at)
        .join_asof(ends, left_on="_at", right_on="_event", by="user_id", strategy="backward", check_sortedness=False)
        .drop("_at", "_event")
    )


frame = until(labels, "_now", None)
for age in ages:
    frame = until(frame, "_" + age, age)
columns = []
for age in ages:
    n = pl.col("n_now").fill_null(0) - pl.col(f"n_{age}").fill_null(0)
    s = pl.col("s_now").fill_null(0) - pl.col(f"s_{age}").fill_null(0)
    columns += [n.alias(f"v_n_{age}"), pl.when(n > 0).then(s).alias(f"v_s_{age}")]
frame.sort("label").select("label", "user_id", "at", *columns).collect().write_parquet(out)
