package conformance

// calls are the calls of every function over the columns of the grid.
var calls = map[string][]string{
	"abs":      {"abs(i)", "abs(x)", "abs(d)", "abs(e)"},
	"sign":     {"sign(i)", "sign(x)", "sign(-x)", "sign(d)", "sign(e)"},
	"div":      {"div(i, j)", "div(i, 1000)", "div(7, j)"},
	"mod":      {"mod(i, j)", "mod(i, -7)"},
	"sqrt":     {"sqrt(x)", "sqrt(i)"},
	"floor":    {"floor(x)", "floor(-x)"},
	"ceil":     {"ceil(x)", "ceil(d)"},
	"trunc":    {"trunc(x)", "trunc(-x)"},
	"round":    {"round(x)", "round(-x)", "round(x, 2)", "round(x, 18)", "round(x * y, 1)", "round(d)", "round(d, 1)", "round(d, 2)", "round(d, 5)", "round(e)", "round(e, 1)", "round(e, 17)", "round(i)"},
	"distance": {"distance(x, y, 0, 0)", "distance(x, 1, y, -1)", "distance(i, d, x, y)"},

	"if":           {"if(b, i, j)", "if(x > y, s, i > j, p, \"none\")", "if(i > 0, x, d)", "if(b, t, v)"},
	"coalesce":     {"coalesce(i, j, 0)", "coalesce(x, i)", "coalesce(s, p)"},
	"nullif":       {"nullif(i, j)", "nullif(x, y)", "nullif(-x, 0)", "nullif(d, 5)", "nullif(s, \"\")", "nullif(s, p)", "nullif(b, true)", "nullif(t, v)", "nullif(u, w)", "nullif(i, x)"},
	"is_distinct":  {"is_distinct(i, j)", "is_distinct(x, -y)", "is_distinct(d, 0)", "is_distinct(s, p)", "is_distinct(b, false)", "is_distinct(t, v)", "is_distinct(i, x) == b", "is_distinct(i, j) is null"},
	"least":        {"least(i, j)", "least(x, y, 0)", "least(s, p)", "least(d, e)"},
	"greatest":     {"greatest(i, j, 3)", "greatest(x, y)", "greatest(u, w)"},
	"clamp":        {"clamp(i, -5, 5)", "clamp(x, 0, 1)", "clamp(x, y, 1)", "clamp(d, -1, 1)", "clamp(s, \"a\", p)"},
	"between":      {"between(i, j, 100)", "between(x, 0, y)", "between(-x, 0, 0)", "between(d, -0.5, i)", "between(s, p, \"b\")", "between(t, v, at)", "not between(i, 1, j)"},
	"bucket":       {"bucket(i, -1, 0, 10, 1000000)", "bucket(x, 0, 0.5, 1e16)", "bucket(-x, 0)", "bucket(d, -0.5, 0, 0.5)", "bucket(e, 0, 1)", "bucket(s, \"a\", \"b\", \"é\")", "bucket(t, \"2024-02-29T23:59:59.999999Z\", \"2025-01-01T00:00:00Z\")", "bucket(u, \"2024-02-29\", \"2025-01-01\")"},
	"width_bucket": {"width_bucket(x, 0, 10, 5)", "width_bucket(x, -1e300, 1e300, 7)", "width_bucket(i, 0, 0.3, 3)", "width_bucket(-x, 0, 1, 10)", "width_bucket(d, 0.1, 99.99, 1000)"},

	"length":      {"length(s)"},
	"concat":      {"concat(s, p)", "concat(s, \"é\", p)"},
	"starts_with": {"starts_with(s, p)", "starts_with(s, \"a\")"},
	"ends_with":   {"ends_with(s, p)", "ends_with(s, \"b\")"},
	"contains":    {"contains(s, p)", "contains(s, \"\")"},

	"hour":    {"hour(t, \"UTC\")", "hour(t, \"Europe/Paris\")", "hour(t, \"America/New_York\")", "hour(t, \"Asia/Kolkata\")"},
	"weekday": {"weekday(t, \"UTC\")", "weekday(t, \"Europe/Paris\")"},
	"day":     {"day(t, \"UTC\")", "day(t, \"Asia/Kolkata\")"},
	"month":   {"month(t, \"UTC\")", "month(t, \"America/New_York\")"},
	"year":    {"year(t, \"UTC\")", "year(t, \"Asia/Kolkata\")"},
	"date":    {"date(t, \"UTC\")", "date(t, \"America/New_York\")"},

	"int64":   {"int64(x)", "int64(d)", "int64(e)", "int64(t - v)"},
	"float64": {"float64(i)", "float64(d)", "float64(e)"},
	"decimal": {"decimal(i, 20, 2)", "decimal(d, 38, 18)", "decimal(i, 5, 2)"},
}
