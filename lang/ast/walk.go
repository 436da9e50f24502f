package ast

// Unparen returns x without the parentheses around it.
func Unparen(x Expr) Expr {
	for {
		p, ok := x.(*Paren)
		if !ok {
			return x
		}
		x = p.X
	}
}

// Inspect calls visit for x and, where visit returns true, for the expressions
// inside it, in source order. A nil x is not visited.
func Inspect(x Expr, visit func(Expr) bool) {
	if x == nil || !visit(x) {
		return
	}
	switch n := x.(type) {
	case *Unary:
		Inspect(n.X, visit)
	case *Binary:
		Inspect(n.X, visit)
		Inspect(n.Y, visit)
	case *IsNull:
		Inspect(n.X, visit)
	case *In:
		Inspect(n.X, visit)
		for _, e := range n.List {
			Inspect(e, visit)
		}
	case *CallExpr:
		for _, a := range n.Args {
			Inspect(a.Value, visit)
		}
	case *Lookup:
		for _, k := range n.Keys {
			Inspect(k, visit)
		}
	case *Paren:
		Inspect(n.X, visit)
	}
}
