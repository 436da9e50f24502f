package main

import (
	"context"
	"fmt"
	"image/color"
	"io"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// curve is how the time grows with one thing, the others being those of base.
type curve struct {
	name, unit string
	log        bool // both axes: a slope of 1 is linear growth
	at         []float64
	set        func(*shape, float64)
}

var growth = []curve{
	{"events", "million events", true, []float64{0.25, 0.5, 1, 2, 4, 8}, func(s *shape, x float64) { s.events = int(x * 1e6) }},
	{"labels", "thousand labels", true, []float64{25, 50, 100, 200, 400, 800}, func(s *shape, x float64) { s.labels = int(x * 1e3) }},
	{"keys", "keys", true, []float64{10, 100, 1_000, 10_000, 100_000}, func(s *shape, x float64) { s.keys = int(x) }},
	{"skew", "power of a uniform number that keys are (1: uniform)", false, []float64{1, 1.5, 2, 3, 4}, func(s *shape, x float64) { s.power = x }},
	{"windows", "windows of each of 2 features", false, []float64{1, 2, 3, 6, 12}, func(s *shape, x float64) { s.windows = int(x) }},
	{"features", "features over each of 3 windows", false, []float64{1, 2, 5, 10, 20}, func(s *shape, x float64) { s.features = int(x) }},
}

// curves measures and prints the curves, and draws each into a file of its name.
func curves(ctx context.Context, out io.Writer, o options) error {
	engines := []contestant{floor, bySQL, stream}
	for _, c := range growth {
		if !strings.Contains("growth with "+c.name, o.only) {
			continue
		}
		fmt.Fprintf(out, "\nGrowth with %s, seconds of processor time\n\n| %s | sort | sql | stream |\n|--:|--:|--:|--:|\n", c.name, c.unit)
		lines := make([]plotter.XYs, len(engines))
		for _, x := range c.at {
			s := base
			c.set(&s, x)
			figures, err := measure(ctx, s.scaled(o.scale), o.runs, engines...)
			if err != nil {
				return fmt.Errorf("growth with %s: %w", c.name, err)
			}
			fmt.Fprintf(out, "| %g |", x)
			for i, f := range figures {
				fmt.Fprintf(out, " %.2f |", f.cpu)
				lines[i] = append(lines[i], plotter.XY{X: x, Y: f.cpu})
			}
			fmt.Fprintln(out)
		}
		if o.plots != "" {
			if err := c.draw(o.plots, lines); err != nil {
				return err
			}
		}
	}
	return nil
}

// The colours can be told apart by those who see few of them (Okabe and Ito).
var colours = []color.Color{color.Gray{Y: 150}, color.RGBA{R: 213, G: 94, A: 255}, color.RGBA{G: 114, B: 178, A: 255}}

func (c curve) draw(dir string, lines []plotter.XYs) error {
	p := plot.New()
	p.Title.Text = "Training set: growth with " + c.name
	p.X.Label.Text, p.Y.Label.Text = c.unit, "processor time, s"
	p.BackgroundColor = color.White // a page may be dark
	p.Legend.Top, p.Legend.Left = true, true
	p.Add(plotter.NewGrid())
	for i, name := range []string{"a sort, nothing else", "--engine sql", "--engine stream"} {
		line, points, err := plotter.NewLinePoints(lines[i])
		if err != nil {
			return err
		}
		line.Color, points.Color = colours[i], colours[i]
		line.Width = vg.Points(1.5)
		p.Add(line, points)
		p.Legend.Add(name, line, points)
	}
	if c.log {
		p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
		p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	} else {
		p.Y.Min = 0
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return p.Save(16*vg.Centimeter, 10*vg.Centimeter, filepath.Join(dir, c.name+".svg"))
}
