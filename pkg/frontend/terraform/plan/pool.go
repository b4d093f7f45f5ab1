package plan

import (
	"runtime"
	"sync"
)

// pool runs tasks on a few decoders while the scanner goes on. Each task writes
// only to what it alone has, so that nothing depends on the order they run in.
type pool struct {
	tasks chan []task
	free  chan []byte // buffers to capture into
	done  sync.WaitGroup
	// gathered are the next tasks: to wake a worker up for each of them costs more than
	// many of them do.
	gathered []task
	size     int // of their texts in bytes
}

// What a worker gets at a time: so many tasks, or fewer from so many bytes on.
const (
	batch     = 32
	batchSize = 64 << 10
)

// task is text and what to do with it.
type task struct {
	raw []byte
	run func(d *decoder, raw []byte)
}

func newPool(ignore map[string]bool) *pool {
	n := runtime.GOMAXPROCS(0)
	p := &pool{tasks: make(chan []task, 2*n), free: make(chan []byte, 3*n*batch)}
	for range n {
		p.done.Go(func() {
			d := &decoder{shapes: shapes{ignore: ignore}}
			for tasks := range p.tasks {
				for _, t := range tasks {
					t.run(d, t.raw)
					p.recycle(t.raw)
				}
			}
		})
	}
	return p
}

// submit has a worker run something on raw, which it must not keep.
func (p *pool) submit(raw []byte, run func(d *decoder, raw []byte)) {
	p.gathered = append(p.gathered, task{raw, run})
	if p.size += len(raw); len(p.gathered) == batch || p.size > batchSize {
		p.flush()
	}
}

func (p *pool) flush() {
	p.tasks <- p.gathered
	p.gathered, p.size = make([]task, 0, batch), 0
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
	p.flush()
	close(p.tasks)
	p.done.Wait()
}
