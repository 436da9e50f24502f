package reference

import (
	"regexp"
	"sync"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// patterns holds the *regexp.Regexp of every pattern used.
var patterns sync.Map

func pattern(v value.Value) *regexp.Regexp {
	p, ok := patterns.Load(v.S)
	if !ok {
		p, _ = patterns.LoadOrStore(v.S, regexp.MustCompile(v.S))
	}
	return p.(*regexp.Regexp)
}

var regexpOps = map[ir.Op]op{
	ir.RegexpMatch: func(_ *ir.Call, args []value.Value) value.Value {
		return value.OfBool(pattern(args[1]).FindStringIndex(args[0].S) != nil)
	},
	ir.RegexpExtract: func(_ *ir.Call, args []value.Value) value.Value {
		groups := pattern(args[1]).FindStringSubmatch(args[0].S)
		if groups == nil {
			return value.Null
		}
		return value.OfString(groups[args[2].I])
	},
	ir.RegexpReplace: func(_ *ir.Call, args []value.Value) value.Value {
		s, out, end := args[0].S, "", 0
		for _, at := range pattern(args[1]).FindAllStringIndex(s, -1) {
			out += s[end:at[0]] + args[2].S
			end = at[1]
		}
		return value.OfString(out + s[end:])
	},
}
