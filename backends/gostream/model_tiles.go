package gostream

import (
	"fmt"

	"github.com/featc-lang/featc/compiler/ir"
)

// tilesModel is what a window whose older end moves in steps keeps of rows that
// have left the log: per step a tile, with what they add up to for each slot.
type tilesModel struct {
	Field  string // of the state: tiles30dBy1h
	Type   string // clicksByUserTile30dBy1h
	Fields []stateField
	Fold   []guarded // of a row r into its tile t
	Enter  []guarded // on tile i, t, that comes in
	Leave  []string  // on a tile t that goes out
	Expire []string  // when tiles have gone out
	Append []string  // statements that encode a tile t
	Read   []string  // and decode it

	names names
}

// tiles gives the window of a cursor its tiles.
func (gm *groupModel) tiles(c *cursorModel) *tilesModel {
	return &tilesModel{
		Field: gm.stateName.of("tiles" + c.Suffix),
		Type:  gm.pkg.names.of(gm.Field + "Tile" + c.Suffix),
		names: newFields("append", "read"),
	}
}

// add gives a tile what it keeps for a slot.
func (t *tilesModel) add(sm *slotModel, typ, doc string) string {
	f := t.names.of(localName(sm.plan.Name))
	t.Fields = append(t.Fields, stateField{f, typ, doc})
	return f
}

// addTiled gives a slot its part of a tile: what rows add up to, or the best of
// them with a queue of its own over the tiles.
func (gm *groupModel) addTiled(sm *slotModel, t *tilesModel) {
	kind := sm.plan.Kind
	if kind.Algebra() == ir.Semilattice {
		gm.addTiledExtreme(sm, t)
		return
	}
	sm.tiled = t.add(sm, gm.accumulator(sm), kind.String())
	tile, running := "t."+sm.tiled, "s."+sm.field
	if kind == ir.CompCount {
		t.Fold = guard(t.Fold, sm.cond, tile+"++")
		t.Enter = guard(t.Enter, "", fmt.Sprintf("%s += %s", running, tile))
		t.Leave = append(t.Leave, fmt.Sprintf("%s -= %s", running, tile))
		t.Append = append(t.Append, fmt.Sprintf("b = codec.AppendInt64(b, %s)", tile))
		t.Read = append(t.Read, tile+" = d.Int64()")
		return
	}
	t.Fold = guard(t.Fold, sm.cond, fmt.Sprintf("%s.Add(%s)", tile, sm.arg))
	t.Enter = guard(t.Enter, "", fmt.Sprintf("%s.Merge(&%s)", running, tile))
	t.Leave = append(t.Leave, fmt.Sprintf("%s.Unmerge(&%s)", running, tile))
	if kind == ir.CompDistinct {
		k := info(gm.inputs[sm.plan.Arg].Type)
		t.Append = append(t.Append, fmt.Sprintf("b = %s.Append(b, %s)", tile, k.appendFn))
		t.Read = append(t.Read, fmt.Sprintf("%s.Read(d, %s)", tile, k.readFn))
		return
	}
	t.Append = append(t.Append, fmt.Sprintf("b = %s.Append(b)", tile))
	t.Read = append(t.Read, fmt.Sprintf("%s.Read(d)", tile))
}

func (gm *groupModel) addTiledExtreme(sm *slotModel, t *tilesModel) {
	k := gm.element(sm)
	field := t.add(sm, gm.best(sm), sm.plan.Kind.String())
	sm.tiled = gm.stateName.of(localName(sm.plan.Name) + "Tiles")
	gm.State = append(gm.State, stateField{sm.tiled, gm.accumulator(sm), sm.plan.Kind.String() + " of its tiles"})
	tile, queue, better := "t."+field, "s."+sm.tiled, gm.better(sm)
	t.Fold = guard(t.Fold, sm.cond, gm.fold(sm, tile))
	t.Fold = guard(t.Fold, sm.cond, fmt.Sprintf("%s.Push(start, %s, %s)", queue, sm.arg, better))
	t.Enter = guard(t.Enter, tile+".Valid", fmt.Sprintf("%s.Push(s.%s.Start(i), %s.V, %s)", queue, t.Field, tile, better))
	t.Expire = append(t.Expire, queue+".Expire(first)")
	gm.Evicted = append(gm.Evicted, fmt.Sprintf("s.%s.Expire(s.log.Start())", sm.field))
	t.Append = append(t.Append, fmt.Sprintf("b = codec.AppendNull(b, %s, %s)", tile, k.appendFn))
	t.Read = append(t.Read, fmt.Sprintf("%s = codec.ReadNull(d, %s)", tile, k.readFn))
}

// addTileEdge gives a first or last its row of each tile.
func (gm *groupModel) addTileEdge(sm *slotModel, t *tilesModel) {
	sm.tiled = t.add(sm, "window.Edge["+gm.Row+"]", sm.plan.Kind.String())
	tile, method := "t."+sm.tiled, "Newer"
	if sm.plan.Kind == ir.CompFirst {
		method = "Older"
	}
	t.Fold = guard(t.Fold, sm.cond, fmt.Sprintf("%s.%s(time, r, %s)", tile, method, gm.order(sm)))
	t.Append = append(t.Append, fmt.Sprintf("b = %s.Append(b, (*%s).append)", tile, gm.Row))
	t.Read = append(t.Read, fmt.Sprintf("%s.Read(d, (*%s).read)", tile, gm.Row))
}

// tileEdge is the newest or oldest row for a slot among those in tiles.
func (gm *groupModel) tileEdge(sm *slotModel) string {
	t := gm.cursors[sm.plan.Window].Tiles
	f := "window.Newest"
	if sm.plan.Kind == ir.CompFirst {
		f = "window.Oldest"
	}
	return fmt.Sprintf("%s(&s.%s, func(t *%s) *window.Edge[%s] { return &t.%s })", f, t.Field, t.Type, gm.Row, sm.tiled)
}
