package feast

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/featc-lang/featc/runtime/jsontext"
	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/serving/jsonio"
)

// shape is what requests for the same features have in common.
type shape struct {
	features    []feature
	columnNames []string // of the answer's feature columns
	names       []byte   // of the answer's feature columns, as JSON, each with a comma before it
	reads       []shapeRead
	readOf      []int // of each feature, the place among reads
}

// shapeRead is what one reader is asked for.
type shapeRead struct {
	reader  *registry.Reader
	columns []int // of the answer, where its features go
}

// shapes keeps shapes by the text that asks for them: clients ask for the same over
// and over.
type shapes struct {
	catalog *catalog
	byText  sync.Map // string → *shape
	n       atomic.Int64
}

// Bounds of what a client that always asks for something else can make a server keep.
const (
	mostShapes  = 1000
	longestText = 64 << 10
)

// of returns the shape of what a request asks for.
func (s *shapes) of(doc jsontext.Value) (*shape, error) {
	service, list, full := doc.Field("feature_service"), doc.Field("features"), doc.Field("full_feature_names")
	text := string(service + "\n" + list + "\n" + full)
	if known, ok := s.byText.Load(text); ok {
		return known.(*shape), nil
	}
	features, err := s.choose(service, list)
	if err != nil {
		return nil, err
	}
	made, err := newShape(features, full == "true")
	if err == nil && len(text) <= longestText && s.n.Add(1) <= mostShapes {
		s.byText.Store(text, made)
	}
	return made, err
}

// choose finds the features that are asked for.
func (s *shapes) choose(service, list jsontext.Value) ([]feature, error) {
	if service != "" && !service.IsNull() {
		return s.catalog.service(service.Text())
	}
	switch {
	case list == "" || list.IsNull():
		return nil, malformed("features is missing: an array of view:feature, or feature_service")
	case !list.IsArray():
		return nil, malformed("features is not an array of view:feature")
	}
	var out []feature
	for e := range list.Elements {
		f, err := s.catalog.find(e.Text())
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	if len(out) == 0 {
		return nil, malformed("features is empty")
	}
	return out, nil
}

func newShape(features []feature, full bool) (*shape, error) {
	s := &shape{features: features}
	seen := make(map[string]bool, len(features))
	places := map[*registry.Reader]int{}
	for i, f := range features {
		name := f.column().Name
		if full {
			name = f.reader.Name + "__" + name
		}
		if slices.Index(features, f) < i {
			return nil, refused("FeatureNameCollisionError", "%s:%s is asked for twice", f.reader.Name, f.column().Name)
		}
		if seen[name] {
			return nil, refused("FeatureNameCollisionError", "two features are called %s: ask for full_feature_names", name)
		}
		seen[name] = true
		s.columnNames = append(s.columnNames, name)
		s.names = jsonio.AppendString(append(s.names, ','), name)
		at, ok := places[f.reader]
		if !ok {
			at = len(s.reads)
			places[f.reader] = at
			s.reads = append(s.reads, shapeRead{reader: f.reader})
		}
		s.reads[at].columns = append(s.reads[at].columns, i)
		s.readOf = append(s.readOf, at)
	}
	return s, nil
}
