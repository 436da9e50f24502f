package gostream

import "testing"

func TestNames(t *testing.T) {
	for _, tt := range []struct{ feat, exported, local string }{
		{"txn_id", "TxnID", "txnID"},
		{"id", "ID", "id"},
		{"fraud_v3", "FraudV3", "fraudV3"},
		{"n_1h", "N1h", "n1h"},
		{"url_of_user", "URLOfUser", "urlOfUser"},
		{"__x", "X", "x"},
		{"_1", "X1", "x1"},
	} {
		if got := exportedName(tt.feat); got != tt.exported {
			t.Errorf("exportedName(%s) = %s, want %s", tt.feat, got, tt.exported)
		}
		if got := localName(tt.feat); got != tt.local {
			t.Errorf("localName(%s) = %s, want %s", tt.feat, got, tt.local)
		}
	}
	ns := newNames("Txns")
	for _, want := range []string{"TxnsEvent", "Txns2", "Txns3"} {
		if got := ns.of("Txns", "TxnsEvent"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestAge(t *testing.T) {
	for us, want := range map[int64]string{7 * 24 * 3600e6: "7d", 90 * 60e6: "90m", 1500e3: "1500ms", 7: "7us", 0: "0d"} {
		if got := age(us); got != want {
			t.Errorf("age(%d) = %s, want %s", us, got, want)
		}
	}
}

func TestUsedDerived(t *testing.T) {
	got := usedDerived([]derivedModel{
		{Declare: "int64", To: "base", Code: "out.N"},
		{Declare: "int64", To: "half", Code: "base"},
		{Declare: "int64", To: "unused", Code: "half"},
		{To: "out.X", Code: `half + fn.Size("unused")`},
	})
	want := "base half out.X "
	names := ""
	for _, d := range got {
		names += d.To + " "
	}
	if names != want {
		t.Errorf("left %q, want %q", names, want)
	}
}
