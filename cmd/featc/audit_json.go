package main

import (
	"encoding/base64"

	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/audit"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/runtime/value"
)

// jsonAudits is the form of audits for programs. Values are text, as in CSV files, but
// that bytes are base64; null is null.
func jsonAudits(results []*audit.Result) any {
	type example struct {
		At       string             `json:"at"`
		Keys     map[string]*string `json:"keys"`
		Request  map[string]*string `json:"request,omitempty"`
		Served   *string            `json:"served"`
		Computed *string            `json:"computed"`
		File     string             `json:"file"`
	}
	type feature struct {
		Name     string    `json:"name"`
		Compared int       `json:"compared"`
		Skewed   int       `json:"skewed"`
		Rate     float64   `json:"rate"`
		Changed  int       `json:"changed"`
		Examples []example `json:"examples,omitempty"`
	}
	type report struct {
		Set      string    `json:"set"`
		Files    int       `json:"files"`
		Vectors  int       `json:"vectors"`
		Skewed   int       `json:"skewed"`
		First    string    `json:"first,omitempty"`
		Last     string    `json:"last,omitempty"`
		Features []feature `json:"features"`
	}
	out := []report{}
	for _, r := range results {
		j := report{Set: r.Set.Name, Files: r.Files, Vectors: r.Vectors, Skewed: r.Skewed, Features: []feature{}}
		if r.Vectors > 0 {
			j.First, j.Last = at(r.First), at(r.Last)
		}
		for _, f := range r.Features {
			one := feature{f.Name, f.Compared, f.Skewed, f.Rate(), f.Changed, nil}
			for _, e := range f.Examples {
				x := example{at(e.Label.At), map[string]*string{}, map[string]*string{}, jsonText(e.Served, f.Feature.Type), jsonText(e.Computed, f.Feature.Type), e.File}
				for i, k := range r.Set.KeyColumns() {
					x.Keys[k.Name] = jsonText(e.Label.Keys[i], k.Type)
				}
				for i, c := range r.Set.Request {
					x.Request[c.Name] = jsonText(e.Label.Request[i], c.Type)
				}
				one.Examples = append(one.Examples, x)
			}
			j.Features = append(j.Features, one)
		}
		out = append(out, j)
	}
	return out
}

func jsonText(v value.Value, t types.Type) *string {
	if v.IsNull() {
		return nil
	}
	text := data.Text(v, t)
	if v.Kind == value.Bytes {
		text = base64.StdEncoding.EncodeToString([]byte(v.S))
	}
	return &text
}
