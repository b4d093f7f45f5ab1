package plan

import (
	"runtime"
	"sync"
)

// pool runs tasks on a few decoders while the scanner goes on. Each task writes
// only to what it alone has, so that nothing depends on the order they run in.
type pool struct {
	tasks chan func(*decoder)
	free  chan []byte // buffers to capture into
	done  sync.WaitGroup
}

func newPool(ignore map[string]bool) *pool {
	n := runtime.GOMAXPROCS(0)
	p := &pool{tasks: make(chan func(*decoder), 16*n), free: make(chan []byte, 32*n)}
	for range n {
		p.done.Go(func() {
			d := &decoder{ignore: ignore}
			for task := range p.tasks {
				task(d)
			}
		})
	}
	return p
}

// submit runs a task on raw, which it must not keep.
func (p *pool) submit(raw []byte, task func(d *decoder, raw []byte)) {
	p.tasks <- func(d *decoder) {
		task(d, raw)
		p.recycle(raw)
	}
}

// buffer returns an empty buffer.
func (p *pool) buffer() []byte {
	select {
	case b := <-p.free:
		return b
	default:
		return nil
	}
}

// maxRecycled keeps a single huge resource from pinning its memory.
const maxRecycled = 1 << 20

func (p *pool) recycle(raw []byte) {
	if cap(raw) > maxRecycled {
		return
	}
	select {
	case p.free <- raw[:0]:
	default:
	}
}

// wait ends the workers when all tasks are done.
func (p *pool) wait() {
	close(p.tasks)
	p.done.Wait()
}
