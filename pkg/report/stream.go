package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"iter"
	"runtime"
	"slices"
	"sync"
)

// stream writes a JSON document piece by piece, so that a long list never lies
// in memory as a whole. Every field of the outer objects and every item of a
// list gets a line of its own, which keeps reports easy to compare.
type stream struct {
	w     *bufio.Writer
	buf   bytes.Buffer
	enc   *json.Encoder
	first bool // nothing has been written yet since the last bracket
	err   error
}

func newStream(w *bufio.Writer) *stream {
	s := &stream{w: w, first: true}
	s.enc = json.NewEncoder(&s.buf)
	s.enc.SetEscapeHTML(false)
	return s
}

// open begins an object or list: a field of the one around it if it has a name.
func (s *stream) open(name, bracket string) {
	s.next(name)
	s.w.WriteString(bracket)
	s.first = true
}

// close ends objects and lists; brackets are closing ones, innermost first.
func (s *stream) close(brackets string) {
	s.w.WriteString("\n" + brackets)
	s.first = false
}

// put writes a value: a field if it has a name, else an item.
func (s *stream) put(name string, v any) {
	s.buf.Reset()
	if err := s.enc.Encode(v); err != nil {
		if s.err == nil {
			s.err = err
		}
		return
	}
	s.next(name)
	s.w.Write(bytes.TrimSuffix(s.buf.Bytes(), []byte("\n")))
}

func (s *stream) next(name string) {
	if !s.first {
		s.w.WriteByte(',')
	}
	s.w.WriteByte('\n')
	s.first = false
	if name != "" {
		s.w.WriteString(`"` + name + `": `)
	}
}

// list writes a list, item by item.
func list[T any](s *stream, name string, items iter.Seq[T]) {
	s.open(name, "[")
	for item := range items {
		s.put("", item)
	}
	if s.first {
		s.w.WriteByte(']') // an empty list stays on its line
		s.first = false
		return
	}
	s.close("]")
}

// chunk is how many items are encoded at a time by one of those that do so side by side.
const chunk = 256

// long writes a list whose items can be told one without the other: several at a time, in
// their order.
func long[T, U any](s *stream, name string, items []T, f func(*T) U) {
	if len(items) <= chunk {
		list(s, name, each(items, f))
		return
	}
	s.open(name, "[")
	pieces := make([]piece, runtime.GOMAXPROCS(0))
	for batch := range slices.Chunk(items, len(pieces)*chunk) {
		var done sync.WaitGroup
		parts := slices.Collect(slices.Chunk(batch, chunk))
		for i, items := range parts {
			done.Go(func() { encode(&pieces[i], items, f) })
		}
		done.Wait()
		for i := range parts {
			s.take(&pieces[i])
		}
	}
	s.close("]")
}

// piece is a part of a list. Its room is used again for the next.
type piece struct {
	text bytes.Buffer
	err  error
}

func encode[T, U any](p *piece, items []T, f func(*T) U) {
	p.text.Reset()
	w := bufio.NewWriter(&p.text)
	s := newStream(w)
	item := new(U) // one for all of them: it is only passed on
	for i := range items {
		*item = f(&items[i])
		s.put("", item)
	}
	p.err = s.err
	if err := w.Flush(); p.err == nil {
		p.err = err
	}
}

// take writes a part of the list at hand.
func (s *stream) take(p *piece) {
	if s.err == nil {
		s.err = p.err
	}
	if p.text.Len() == 0 {
		return
	}
	if !s.first {
		s.w.WriteByte(',')
	}
	s.first = false
	s.w.Write(p.text.Bytes())
}

// each turns a list into what it stands for in a document, one item at a time.
func each[T, U any](items []T, f func(*T) U) iter.Seq[U] {
	return func(yield func(U) bool) {
		for i := range items {
			if !yield(f(&items[i])) {
				return
			}
		}
	}
}
