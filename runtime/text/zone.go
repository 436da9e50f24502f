package text

import "sort"

// Zone says how the local times of a time zone are read: what its clocks show from
// From on is Offset ahead of UTC. The first reading holds for what is before it,
// too. A local time that happens twice is the first of the two, and one that a
// clock change skips has the offset from before the change: the compiler, which
// makes the table, has seen to both, and the SQL has it, too.
type Zone []Reading

// Reading is a stretch of local times, in seconds.
type Reading struct{ From, Offset int64 }

// UTC is the zone whose local times are those of UTC.
var UTC = Zone{{}}

// Instant returns when the zone's clocks show a time. Both are microseconds since
// 1970, the time as if it were UTC.
func (z Zone) Instant(wall int64) int64 {
	i := sort.Search(len(z), func(i int) bool { return z[i].From*1_000_000 > wall })
	return wall - z[max(i-1, 0)].Offset*1_000_000
}
