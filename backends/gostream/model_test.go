package gostream

import "testing"

func TestSourceKeys(t *testing.T) {
	group := func(entity string) *groupModel { return &groupModel{Key: &keyModel{Var: entity}} }
	user, shop, pair := group("user"), group("shop"), group("pair")
	for _, tt := range []struct {
		groups []*groupModel
		want   string
	}{
		{[]*groupModel{user}, "its user"},
		{[]*groupModel{user, user}, "its user"},
		{[]*groupModel{user, shop}, "its user and its shop"},
		{[]*groupModel{user, shop, pair}, "its user, its shop and its pair"},
	} {
		if got := (&sourceModel{Groups: tt.groups}).Keys(); got != tt.want {
			t.Errorf("%d groups: %q, want %q", len(tt.groups), got, tt.want)
		}
	}
}
