package feast

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// checkParams refuses parameters of a request's address that are not known, or there
// twice: what a client means by them would be lost without a word.
func checkParams(r *http.Request, known []string) error {
	if r.URL.RawQuery == "" {
		return nil
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return malformed("the parameters behind ? cannot be read: %v", err)
	}
	for _, name := range slices.Sorted(maps.Keys(q)) {
		switch {
		case !slices.Contains(known, name) && len(known) == 0:
			return malformed("there is no parameter %q: this address has none", name)
		case !slices.Contains(known, name):
			return malformed("there is no parameter %q: there are %s", name, strings.Join(known, ", "))
		case len(q[name]) > 1:
			return malformed("parameter %s is given twice", name)
		}
	}
	return nil
}
