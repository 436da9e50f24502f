package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/featc-lang/featc/compiler"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
)

func compile(t *testing.T, views string) *ir.Program {
	t.Helper()
	p, bag := compiler.LoadFiles(map[string][]byte{"p.feat": []byte(`package p
entity user (user_id: int64)
entity buyer (user_id: int64)
source txns {
  user_id: int64
  seller_id: int64
  amount: decimal(12, 2)
  km: float64
  status: string?
  at: timestamp
  time at
}
` + views)})
	if p == nil {
		t.Fatal(bag.Sorted())
	}
	return p
}

func print(t *testing.T, p *ir.Program) string {
	t.Helper()
	var b strings.Builder
	if err := plan.Print(&b, plan.Build(p)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestBuild(t *testing.T) {
	for name, test := range map[string]struct{ views, want string }{
		"the count behind a mean is the count": {`
view v for user from txns {
  n = count() over 1d
  m = mean(amount) over 24h
}`, `group txns_by_user: txns by (user_id) for v
  input amount: decimal(12, 2) = amount
  window 0: (86400000000, 0]
  slot v_n: int64 = count(*) window 0
  slot v_m_sum: decimal(38, 2)? = sum(amount) window 0
v.n = txns_by_user.v_n
v.m = txns_by_user.v_m_sum txns_by_user.v_n
`},
		"views of one key share, whatever their lets are called": {`
view a for user from txns where status == "x" {
  let big = amount * 2
  n = sum(big) where big > 5 over 1h
}
view b for user from txns {
  let double = amount * 2
  let big = amount * 3
  n = sum(double) where status == "x" and double > 5 over 1h
  m = sum(big) over 1h
}`, `group txns_by_user: txns by (user_id) for a, b
  input a_n_where: bool? = and(eq(status, "x"), gt($big, 500e-2:decimal(13, 2)))
  input big: decimal(13, 2) = $big
  input b_big: decimal(13, 2) = $big
  window 0: (3600000000, 0]
  slot a_n: decimal(38, 2)? = sum(big) window 0 where a_n_where
  slot b_m: decimal(38, 2)? = sum(b_big) window 0
a.n = txns_by_user.a_n
b.n = txns_by_user.a_n
b.m = txns_by_user.b_m
`},
		"another entity or column is another group": {`
view a for user from txns { n = count() }
view b for buyer from txns { n = count() }
view c for user on seller_id from txns { n = count() }`,
			`group txns_by_user: txns by (user_id) for a
  window 0: (always, 0]
  slot a_n: int64 = count(*) window 0
group txns_by_buyer: txns by (user_id) for b
  window 0: (always, 0]
  slot b_n: int64 = count(*) window 0
group txns_by_user_2: txns by (seller_id) for c
  window 0: (always, 0]
  slot c_n: int64 = count(*) window 0
a.n = txns_by_user.a_n
b.n = txns_by_buyer.b_n
c.n = txns_by_user_2.c_n
`},
		"the newest n are counted by the view's where and ordered by arguments and where": {`
view v for user from txns where status == "x" {
  a = sum(amount) where amount > 1 over last 3
  b = count() over last 3 within 1h
  c = last(km)
}`, `group txns_by_user: txns by (user_id) for v
  input v_a_where: bool? = and(eq(status, "x"), gt(amount, 100e-2:decimal(12, 2)))
  input amount: decimal(12, 2) = amount
  input v_where: bool? = eq(status, "x")
  input km_finite: float64? = canon.float(km)
  window 0: last 3 of (always, 0]
  window 1: last 3 of (3600000000, 0]
  window 2: (always, 0]
  slot v_a: decimal(38, 2)? = sum(amount) window 0 where v_a_where of v_where ties amount, v_a_where
  slot v_b: int64 = count(*) window 1 where v_where of v_where
  slot v_c: float64? = last(km_finite) window 2 where v_where ties km_finite
v.a = txns_by_user.v_a
v.b = txns_by_user.v_b
v.c = txns_by_user.v_c
`},
		"a view of derived features has no group": {`
view a for user from txns { n = count() }
view b for user from txns { twice = a.n * 2 }`, `group txns_by_user: txns by (user_id) for a
  window 0: (always, 0]
  slot a_n: int64 = count(*) window 0
a.n = txns_by_user.a_n
`},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, print(t, compile(t, test.views))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDeepLets demands that lets which double in size when written out do not.
func TestDeepLets(t *testing.T) {
	var b strings.Builder
	b.WriteString("view v for user from txns {\n  let a0 = km\n")
	for i := range 60 {
		b.WriteString("  let a" + string(rune('0'+(i+1)/10)) + string(rune('0'+(i+1)%10)) + " = ")
		prev := "a0"
		if i > 0 {
			prev = "a" + string(rune('0'+i/10)) + string(rune('0'+i%10))
		}
		b.WriteString(prev + " + " + prev + "\n")
	}
	b.WriteString("  n = sum(a60)\n}\n")
	if got := print(t, compile(t, b.String())); len(got) > 1000 {
		t.Errorf("the plan is %d bytes long", len(got))
	}
}

func TestOrder(t *testing.T) {
	p := compile(t, `
view v for user from txns {
  c = b + a
  b = a * 2
  a = count()
}
featureset s for user {
  y = x + v.b
  x = v.c * 2
}`)
	names := func(fs []*ir.Feature) (out []string) {
		for _, f := range fs {
			out = append(out, f.QName())
		}
		return out
	}
	if diff := cmp.Diff([]string{"v.a", "v.b", "v.c"}, names(plan.Order(p.Views[0].Features))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"v.a", "v.b", "v.c", "s.x", "s.y"}, names(plan.SetOrder(p.Sets[0]))); diff != "" {
		t.Error(diff)
	}
}
