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
	x := New(root, before)
	var existing []*iac.Resource
	for _, r := range root.Resources {
		if x.Exists(r) {
			existing = append(existing, r)
		}
	}
	shards := []*Index{x}
	for range min(runtime.GOMAXPROCS(0), len(existing)/shardSize) - 1 {
		shards = append(shards, &Index{tables: newTables(x.resources, len(existing)/2, nil), before: before})
	}
	var workers sync.WaitGroup
	for i, shard := range shards {
		from, to := len(existing)*i/len(shards), len(existing)*(i+1)/len(shards)
		workers.Add(1)
		go func() {
			defer workers.Done()
			for _, r := range existing[from:to] {
				enter(shard, r)
			}
		}()
	}
	workers.Wait()
	x.join(shards[1:])
	return x
}

// join takes over what other shards hold and runs the remaining rounds. The
// functions of those rounds keep the shard they were made with, so all shards
// share the tables from here on.
func (x *Index) join(others []*Index) {
	for _, o := range others {
		appendModel(x.Model, o.Model)
		for address, parts := range o.byAddress {
			x.byAddress[address] = append(x.byAddress[address], parts...)
		}
		for id, entries := range o.byID {
			x.byID[id] = append(x.byID[id], entries...)
		}
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
