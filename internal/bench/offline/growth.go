package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"path/filepath"

	"github.com/featc-lang/featc/internal/duck"
)

// point is one place on a curve: the data and the work.
type point struct {
	x              float64
	shape          shape
	events, labels int
	work           work
}

// curve is what grows, with what is else.
type curve struct {
	name, axis string
	points     []point
}

// curves are those of the targets, around one middle: at full size a million events, a hundred
// thousand labels, ten thousand keys, count and sum over three windows.
func curves(scale int) []curve {
	middle := func() point {
		return point{
			shape:  shape{keys: 10_000, power: 1},
			events: 1_000_000 / scale, labels: 100_000 / scale,
			work: work{features: countAndSum, columns: sums},
		}
	}
	var out []curve
	add := func(name, axis string, xs []float64, set func(*point, float64)) {
		c := curve{name: name, axis: axis}
		for _, x := range xs {
			p := middle()
			p.x = x
			set(&p, x)
			c.points = append(c.points, p)
		}
		out = append(out, c)
	}
	add("events", "events", []float64{250_000, 500_000, 1_000_000, 2_000_000, 4_000_000}, func(p *point, x float64) {
		p.events = int(x) / scale
		p.x = float64(p.events)
	})
	add("labels", "labels", []float64{25_000, 50_000, 100_000, 200_000, 400_000}, func(p *point, x float64) {
		p.labels = int(x) / scale
		p.x = float64(p.labels)
	})
	add("keys", "keys, all alike", []float64{100, 1_000, 10_000, 100_000}, func(p *point, x float64) { p.shape.keys = int(x) })
	add("skew", "share of the largest of 10,000 keys, %", []float64{0.01, 0.1, 1, 10, 50}, func(p *point, x float64) {
		// The first key has those below (1 / keys) ^ (1 / power).
		p.shape.power = math.Log(10_000) / -math.Log(x/100)
	})
	add("windows", "windows", []float64{1, 2, 4, 8}, func(p *point, x float64) {
		list, columns := "", []string{}
		for i := range int(x) {
			w := fmt.Sprintf("%dh", 6*(i+1))
			if i > 0 {
				list += ", "
			}
			list += w
			columns = append(columns, w)
		}
		p.work.columns = nil
		for _, f := range []string{"v_n", "v_s"} {
			for _, w := range columns {
				if x == 1 {
					p.work.columns = append(p.work.columns, f)
				} else {
					p.work.columns = append(p.work.columns, f+"_"+w)
				}
			}
		}
		p.work.features = fmt.Sprintf("n = count() over %s\n s = sum(amount) over %s", list, list)
	})
	add("features", "features over three windows", []float64{2, 5, 10, 20, 40}, func(p *point, x float64) {
		p.work.features, p.work.columns = many(int(x), "1h", "1d", "7d")
	})
	return out
}

// growth measures the curves and draws them.
func growth(ctx context.Context, out io.Writer, o options) ([]row, error) {
	db, err := duck.OpenNative(duck.Options{})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	scale := max(1, 5_000_000/o.events) // the middle has a fifth of the events
	o.runs = min(o.runs, 3)
	var all []row
	for _, c := range curves(scale) {
		lines := map[string][][2]float64{}
		var names []string
		for _, p := range c.points {
			if err := generate(ctx, db, p.shape, p.events, p.labels); err != nil {
				return nil, err
			}
			contestants, err := p.contestants(ctx)
			if err != nil {
				return nil, err
			}
			name := fmt.Sprintf("growth over %s, around %s events and %s labels", c.name, count(1_000_000/scale), count(100_000/scale))
			want := ""
			for _, k := range contestants {
				r := row{Work: name, What: fmt.Sprintf("%s, %s: %g", k.name, c.axis, p.x)}
				if err := measure(ctx, db, k, o, &want, &r); err != nil {
					return nil, fmt.Errorf("%s: %w", r.What, err)
				}
				fmt.Fprintln(out, r)
				all = append(all, r)
				if r.CPU == 0 {
					continue
				}
				if lines[k.name] == nil {
					names = append(names, k.name)
				}
				lines[k.name] = append(lines[k.name], [2]float64{p.x, r.CPU})
			}
		}
		if o.docs == "" {
			continue
		}
		if err := drawn(filepath.Join(o.docs, "benchmarks", c.name+".svg"), c.axis, names, lines); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// contestants are what is drawn: the range join only where it is known to end.
func (p point) contestants(ctx context.Context) ([]contestant, error) {
	planned, err := p.work.plan()
	if err != nil {
		return nil, err
	}
	first, err := train(planned, nil)
	if err != nil {
		return nil, err
	}
	replay, err := byReplay(ctx, planned, tables(planned.Program), p.labels, p.work.columns)
	if err != nil {
		return nil, err
	}
	out := []contestant{
		{name: "SQL", run: byQuery(first, p.work.columns)},
		{name: "replay", run: replay},
		{name: "sorts alone", run: sorted, role: floor},
	}
	// Pairs of a label and an event of its key: a quarter of them is joined.
	largest := math.Pow(1/float64(p.shape.keys), 1/p.shape.power)
	if largest*largest*float64(p.events)*float64(p.labels) < 2e9 && len(p.work.features) == len(countAndSum) {
		out = append(out, contestant{name: "range join", run: byQuery(rangeJoin(`e."at"`), p.work.columns)})
	}
	return out, nil
}
