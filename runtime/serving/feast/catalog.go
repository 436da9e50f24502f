package feast

import (
	"slices"
	"strings"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/value"
)

// catalog finds what requests name.
type catalog struct {
	readers  map[string]*registry.Reader // views and feature sets
	features map[string]feature          // by "view:feature"
	sets     map[string][]feature        // by the set
	dates    map[string]bool             // the keys and request data that are dates
}

// feature is a feature of a reader.
type feature struct {
	reader *registry.Reader
	index  int
}

func (f feature) column() *registry.Column { return &f.reader.Features[f.index] }

func newCatalog(p *registry.Package) *catalog {
	c := &catalog{map[string]*registry.Reader{}, map[string]feature{}, map[string][]feature{}, map[string]bool{}}
	for i, readers := range [][]*registry.Reader{p.Views, p.Sets} {
		for _, r := range readers {
			c.readers[r.Name] = r
			for _, column := range slices.Concat(r.Keys, r.Request) {
				c.dates[column.Name] = column.Kind == value.Date
			}
			for j := range r.Features {
				f := feature{r, j}
				c.features[r.Name+":"+r.Features[j].Name] = f
				if i == 1 {
					c.sets[r.Name] = append(c.sets[r.Name], f)
				}
			}
		}
	}
	return c
}

// find returns the feature that "view:feature" names.
func (c *catalog) find(name string) (feature, error) {
	if f, ok := c.features[name]; ok {
		return f, nil
	}
	view, of, ok := strings.Cut(name, ":")
	switch {
	case !ok:
		return feature{}, refused("InvalidFeatureReference", "%q is no feature: write view:feature", name)
	case c.readers[view] == nil:
		return feature{}, notFound("FeatureViewNotFoundException", "there is no view or feature set %q", view)
	}
	return feature{}, notFound("FeatureNotFoundException", "%s has no feature %q", view, of)
}

// service returns the features of a feature set.
func (c *catalog) service(name string) ([]feature, error) {
	if set, ok := c.sets[name]; ok {
		return set, nil
	}
	return nil, notFound("FeatureServiceNotFoundException", "there is no feature set %q", name)
}
