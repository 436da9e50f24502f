package check

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
	"github.com/featc-lang/featc/runtime/value"
)

// Diagnostics about sources, entities and settings.

func noTime(id ast.Ident, kind string) *diag.Diagnostic {
	what := "its events happened"
	if kind == "table" {
		what = "its versions begin"
	}
	return problem("F0601", id.Span, fmt.Sprintf("%s %s does not say when %s", kind, id.Name, what), "name the column with a line such as `time at`")
}

func settingType(n *ast.Setting, id ast.Ident, col *ir.Column, kinds []value.Kind) *diag.Diagnostic {
	var allowed []string
	for _, k := range kinds {
		allowed = append(allowed, k.String())
	}
	want := article(strings.Join(allowed, ", "))
	if i := strings.LastIndex(want, ", "); i >= 0 {
		want = want[:i] + " or " + want[i+2:]
	}
	if n.Name.Name == "time" {
		want = "a timestamp that is never null"
	}
	d := problem("F0602", id.Span, fmt.Sprintf("`%s` needs %s, but %s is %s", n.Name.Name, want, col.Name, article(col.Type.String())), "")
	return see(d, col.Span, "the column is here")
}

func settingTwice(id ast.Ident, first source.Span) *diag.Diagnostic {
	return see(problem("F0603", id.Span, fmt.Sprintf("`%s` is set twice", id.Name), ""), first, "the first is here")
}

func arrivalAndDelay(n *ast.Setting, arrival source.Span) *diag.Diagnostic {
	return see(problem("F0604", n.Name.Span, "events arrive at a time of their own or after a fixed delay, not both", "leave out `delay`"), arrival, "the arrival time is here")
}

func unknownConnector(id ast.Ident, setting string, known connectors) *diag.Diagnostic {
	var all []string
	for k := range known {
		all = append(all, k)
	}
	return problem("F0605", id.Span, fmt.Sprintf("`%s` cannot read from `%s`", setting, id.Name), didYouMean(id.Name, sorted(all)))
}

func badConnector(span source.Span, kind string) *diag.Diagnostic {
	example := kind + `("data/*.` + kind + `")`
	if kind == "kafka" {
		example = `kafka("topic")`
	}
	return problem("F0605", span, kind+" needs one string that says where the data is", "write `"+example+"`")
}

func unknownOption(id ast.Ident, kind string, known []string) *diag.Diagnostic {
	return problem("F0605", id.Span, fmt.Sprintf("%s has no option `%s`", kind, id.Name), didYouMean(id.Name, known))
}

func noFolder(span source.Span, key string) *diag.Diagnostic {
	return problem("F0605", span, "the path has no folder `"+key+"=…`", `write the path as "data/`+key+`=*/*.parquet", each folder with the events of one day in UTC`)
}

func tablePartition(span source.Span) *diag.Diagnostic {
	return problem("F0605", span, "a table has no partitions", "a version holds long after its day: leave `partition` out, all of them are read")
}

func uniqueWithin(n *ast.Setting) *diag.Diagnostic {
	return problem("F0606", n.Span, "`unique` does not say how far apart two events of one id can be", "write `"+n.Span.Text()+" within 1d`")
}

func badKey(k *ir.Column, message, help string) *diag.Diagnostic {
	return problem("F0607", k.Span, message, help)
}

func badSetting(span source.Span, message, help string) *diag.Diagnostic {
	return problem("F0608", span, message, help)
}
