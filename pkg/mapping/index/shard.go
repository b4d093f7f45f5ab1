package index

import (
	"reflect"
	"runtime"
	"slices"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// shardSize is how many resources make it worth while to read them side by side.
const shardSize = 1000

// Build makes the model of a root: it calls enter for every resource that exists,
// which adds the parts that the resource means, and then runs the other rounds.
// Large roots are cut into shards that are entered side by side; what comes out is
// the same.
func Build(root *iac.Root, before bool, enter func(*Index, *iac.Resource)) *Index {
	x, all := newIndex(root, before)
	shards := []*Index{x}
	for range min(runtime.GOMAXPROCS(0), len(all)/shardSize) - 1 {
		shards = append(shards, &Index{tables: newTables(x.byAddress, nil), before: before})
	}
	sideBySide(shards, func(i int, shard *Index) {
		shard.entering = true
		for n := len(all) * i / len(shards); n < len(all)*(i+1)/len(shards); n++ {
			if r := root.Resources[n]; x.Exists(r) {
				shard.current = &all[n]
				enter(shard, r)
			}
		}
		shard.entering, shard.current = false, nil
	})
	x.collect(shards)
	x.join(shards[1:])
	return x
}

// collect enters in the shared tables what waits in the shards, in their order.
func (x *Index) collect(shards []*Index) {
	size := 0
	for _, shard := range shards {
		for _, p := range shard.parts {
			d := x.byAddress[p.address]
			if d == nil {
				d = &declared{}
				x.byAddress[p.address] = d
			}
			d.parts = append(d.parts, p.part)
		}
		size += len(shard.identities)
	}
	x.byID = make(map[string][]identified, size)
	alone := make([]identified, 0, size) // room for ids that only one part has
	for _, shard := range shards {
		for _, i := range shard.identities {
			x.groupless = x.groupless || isGroupless(i.rest)
			if same := x.byID[i.rest]; same != nil {
				x.byID[i.rest] = append(same, i.identified)
				continue
			}
			alone = append(alone, i.identified)
			x.byID[i.rest] = alone[len(alone)-1 : len(alone) : len(alone)]
		}
		shard.parts, shard.identities = nil, nil
	}
}

// join takes over what other shards hold and runs the remaining rounds. The
// functions of those rounds keep the shard they were made with, so all shards
// share the tables from here on.
func (x *Index) join(others []*Index) {
	for _, o := range others {
		appendModel(x.Model, o.Model)
		for part, key := range o.keys {
			x.keys[part] = key
		}
		x.byTail = nil
		x.hosts.join(o.hosts)
		o.tables = x.tables
	}
	rounds := append([]*Index{x}, others...)
	for _, o := range rounds {
		run(&o.namings)
	}
	for _, o := range rounds {
		run(&o.overlays)
	}
	for pending := true; pending; { // a link may ask for another one
		sideBySide(rounds, func(_ int, o *Index) { run(&o.edges) })
		pending = false
		for _, o := range rounds {
			pending = run(&o.links) || pending
		}
	}
	for _, o := range rounds {
		run(&o.last)
	}
	for _, o := range others {
		x.Errors = append(x.Errors, o.Errors...)
	}
	x.Model.Link()
}

// sideBySide runs f for each shard, all at a time.
func sideBySide(shards []*Index, f func(i int, shard *Index)) {
	var workers sync.WaitGroup
	for i, shard := range shards {
		workers.Go(func() { f(i, shard) })
	}
	workers.Wait()
}

// run runs functions and reports whether there were any. Those that they ask for
// stay for the next time.
func run(functions *[]func()) bool {
	now := *functions
	*functions = nil
	for _, f := range now {
		f()
	}
	return len(now) > 0
}

// appendModel appends every list of a model to those of another one.
func appendModel(to, from *network.Model) {
	target, origin := reflect.ValueOf(to).Elem(), reflect.ValueOf(from).Elem()
	for i := range target.NumField() {
		target.Field(i).Set(reflect.AppendSlice(target.Field(i), origin.Field(i)))
	}
	slices.Sort(to.Incomplete)
	to.Incomplete = slices.Compact(to.Incomplete)
}
