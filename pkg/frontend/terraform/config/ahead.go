package config

import (
	"context"
	"runtime"
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
)

// readAhead reads what a root module calls while it is evaluated, where there is a
// processor for it: only modules that it is certain to need, which are those of its own
// repository that it calls once. What it returns ends that, and waits until it has ended.
func (r *Reader) readAhead(ctx context.Context, root *module.Module) (end func()) {
	if runtime.GOMAXPROCS(0) < 2 {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() { r.readCalled(ctx, root, map[*module.Module]bool{}) })
	return func() {
		cancel()
		done.Wait()
	}
}

func (r *Reader) readCalled(ctx context.Context, m *module.Module, seen map[*module.Module]bool) {
	if seen[m] || len(seen) > r.options.Limits.Modules {
		return
	}
	seen[m] = true
	for _, name := range sortedKeys(m.Calls) {
		call := m.Calls[name]
		if ctx.Err() != nil || !call.SourceKnown || !strings.HasPrefix(call.Source, ".") || call.Count != nil || call.ForEach != nil || call.Enabled != nil {
			continue
		}
		dir, _, why := r.loader.Resolve(m, "", call, nil)
		if why != "" {
			continue
		}
		if called, err := r.loader.Module(dir); err == nil {
			r.readCalled(ctx, called, seen)
		}
	}
}
