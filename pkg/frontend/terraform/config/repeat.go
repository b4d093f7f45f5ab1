package config

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/functions"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// repetition is what a resource or module is repeated for.
type repetition struct {
	// kind says what a reference to the whole is: an object, a tuple by number
	// or an object by key.
	kind repeated
	// of has the instances in order; nil where their number is not known.
	of []instanceKey
	// why names what decides the number where it is not known.
	why string
}

type repeated uint8

const (
	once repeated = iota
	byNumber
	byKey
)

// instanceKey is one turn of count or for_each.
type instanceKey struct {
	// key is [0] or ["web"], "" for what is not repeated.
	key string
	// name is the key without brackets and quotes.
	name string
	// turn is the value of each or count.
	turn cty.Value
}

// environment is where the expressions of the instance are evaluated.
func (k instanceKey) environment(s *scope, kind repeated) environment {
	switch kind {
	case byNumber:
		return s.plain().with("count", k.turn)
	case byKey:
		return s.plain().with("each", k.turn)
	case once:
	}
	return s.plain()
}

// repeat works out what count, for_each and OpenTofu's enabled make of a block.
func (s *scope) repeat(count, forEach, enabled hcl.Expression) repetition {
	switch {
	case forEach != nil:
		return s.forEach(s.plain().evaluate(forEach), forEach)
	case count != nil:
		return s.count(s.plain().evaluate(count), count)
	case enabled != nil:
		return s.enabled(s.plain().evaluate(enabled), enabled)
	}
	return repetition{of: []instanceKey{{}}}
}

func (s *scope) enabled(v cty.Value, expr hcl.Expression) repetition {
	bare, marks := v.UnmarkDeep()
	if b, err := convert.Convert(bare, cty.Bool); err == nil && b.IsKnown() && !b.IsNull() {
		if b.True() {
			return repetition{of: []instanceKey{{}}}
		}
		return repetition{of: []instanceKey{}}
	}
	return repetition{why: s.why(marks, expr)}
}

func (s *scope) count(v cty.Value, expr hcl.Expression) repetition {
	bare, marks := v.UnmarkDeep()
	r := repetition{kind: byNumber}
	n, err := functions.Convert(bare, cty.Number)
	switch {
	case err != nil || n.IsNull():
		s.amiss(s.module.Range(expr.Range()), "The value of count is not a number.")
		fallthrough
	case !n.IsKnown():
		r.why = s.why(marks, expr)
		return r
	}
	number, accuracy := n.AsBigFloat().Int64()
	switch at := s.module.Range(expr.Range()); {
	case !s.bounded(number, "count", at):
		r.why = "count"
		return r
	case number < 0 || accuracy != big.Exact:
		s.amiss(at, "The value of count is no whole number from zero up.")
		r.why = "count"
		return r
	}
	r.of = make([]instanceKey, number)
	for i := range r.of {
		r.of[i] = instanceKey{
			key: indexStep(i), name: fmt.Sprint(i),
			turn: cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(int64(i))}),
		}
	}
	return r
}

func (s *scope) forEach(v cty.Value, expr hcl.Expression) repetition {
	r := repetition{kind: byKey}
	collection, marks := v.Unmark()
	if !collection.IsKnown() {
		_, marks = v.UnmarkDeep()
		r.why = s.why(marks, expr)
		return r
	}
	at := s.module.Range(expr.Range())
	t := collection.Type()
	isMap := t.IsMapType() || t.IsObjectType()
	if collection.IsNull() || !isMap && !t.IsSetType() && (!t.IsTupleType() || collection.LengthInt() > 0) {
		s.amiss(at, "The value of for_each is neither a map nor a set of strings.")
		r.why = "for_each"
		return r
	}
	if !collection.Length().IsKnown() { // a set with unknown elements
		r.why = s.why(marks, expr)
		return r
	}
	if isSensitive(marks) {
		s.fail(at, "The value of for_each is sensitive, but its keys become part of addresses.")
		r.why = "for_each"
		return r
	}
	if !s.bounded(int64(collection.LengthInt()), "for_each", at) {
		r.why = "for_each"
		return r
	}
	r.of = make([]instanceKey, 0, collection.LengthInt())
	for it := collection.ElementIterator(); it.Next(); {
		key, element := it.Element()
		if !isMap {
			key = element
		}
		key, _ = key.UnmarkDeep()
		if key.IsNull() || key.IsKnown() && key.Type() != cty.String {
			s.amiss(at, "The value of for_each is a set of something else than strings.")
		}
		if !key.IsKnown() || key.IsNull() || key.Type() != cty.String {
			return repetition{kind: byKey, why: s.why(marks, expr)}
		}
		if isMap {
			element = element.WithMarks(marks)
		} else {
			element = key
		}
		r.of = append(r.of, instanceKey{
			key: keyOf(key), name: key.AsString(),
			turn: cty.ObjectVal(map[string]cty.Value{"key": key, "value": element}),
		})
	}
	return r
}

func (s *scope) bounded(n int64, what string, at source.Range) bool {
	if n > int64(s.limits.Instances) {
		s.fail(at, fmt.Sprintf("This %s makes %d instances, more than the limit of %d.", what, n, s.limits.Instances))
		return false
	}
	return true
}

// why names what decides a value that is not known.
func (s *scope) why(marks cty.ValueMarks, expr hcl.Expression) string {
	if o := originOf(marks); o != nil {
		return o.Pin
	}
	return s.plain().text(expr)
}
