package draw

import "github.com/appnetlint/appnetlint/pkg/lint"

// mark counts findings at the boxes that they are about.
func (b *builder) mark() {
	for i := range b.Findings {
		f := &b.Findings[i]
		level := f.Severity
		if level == 0 {
			level = f.Check.Severity
		}
		boxes := b.boxesOf(f)
		if len(boxes) == 0 {
			b.graph.Elsewhere.add(level)
		}
		for _, box := range boxes {
			box.Marks.add(level)
		}
	}
}

// boxesOf returns the boxes of a finding: those of its address or, where that is not
// drawn, of the first resource that has a part in it.
func (b *builder) boxesOf(f *lint.Finding) []*Box {
	if boxes := b.about[f.Address]; len(boxes) > 0 {
		return boxes
	}
	for _, r := range f.Related {
		if boxes := b.about[r.Address]; len(boxes) > 0 {
			return boxes
		}
	}
	return nil
}
