package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"iter"
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
