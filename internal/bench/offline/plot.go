package main

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// colours tell lines apart for eyes of every kind (Okabe and Ito), as do shapes.
var (
	colours = []color.Color{
		color.RGBA{0x00, 0x72, 0xb2, 0xff}, color.RGBA{0xd5, 0x5e, 0x00, 0xff},
		color.RGBA{0x99, 0x99, 0x99, 0xff}, color.RGBA{0xcc, 0x79, 0xa7, 0xff},
	}
	glyphs = []draw.GlyphDrawer{draw.CircleGlyph{}, draw.SquareGlyph{}, draw.CrossGlyph{}, draw.TriangleGlyph{}}
)

// drawn writes the lines of a curve as SVG, both axes logarithmic: what is linear
// rises by a decade in a decade.
func drawn(path, axis string, names []string, lines map[string][][2]float64) error {
	p := plot.New()
	p.X.Label.Text, p.Y.Label.Text = axis, "seconds of processor time"
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	p.Legend.Top, p.Legend.Left = true, true
	p.Add(plotter.NewGrid())
	for i, name := range names {
		var xy plotter.XYs
		for _, at := range lines[name] {
			xy = append(xy, plotter.XY{X: at[0], Y: at[1]})
		}
		line, marks, err := plotter.NewLinePoints(xy)
		if err != nil {
			return err
		}
		line.Color, line.Width = colours[i%len(colours)], vg.Points(1.5)
		marks.Color, marks.Shape, marks.Radius = line.Color, glyphs[i%len(glyphs)], vg.Points(3)
		p.Add(line, marks)
		p.Legend.Add(name, line, marks)
	}
	// Whole decades, with room for the legend above.
	p.Y.Min = math.Pow(10, math.Floor(math.Log10(p.Y.Min)))
	p.Y.Max = math.Pow(10, math.Ceil(math.Log10(p.Y.Max)+0.3))
	return p.Save(14*vg.Centimeter, 9*vg.Centimeter, path)
}
