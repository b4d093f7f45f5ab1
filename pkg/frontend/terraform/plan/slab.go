package plan

// slab hands out room for things of which there are many, allocated some at a time.
type slab[T any] struct {
	free  []T
	count int // handed out so far
}

const slabLength = 64

func (s *slab[T]) next() *T {
	if len(s.free) == 0 {
		s.free = make([]T, slabLength)
	}
	t := &s.free[0]
	s.free = s.free[1:]
	s.count++
	return t
}
