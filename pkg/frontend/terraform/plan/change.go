package plan

import (
	"encoding/json"
	"fmt"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/appnetlint/appnetlint/pkg/iac"
)

// change reads an element of resource_changes.
func (r *reader) change(section string, index int, deferred bool) error {
	if r.full() {
		return r.skip()
	}
	v, err := r.envelope(section, index, func(v *envelope, name []byte) (bool, error) {
		if string(name) != "change" {
			return false, nil
		}
		return true, r.changeValues(v)
	})
	if err != nil || v == nil {
		return err
	}
	e := r.admit(v, false)
	if e == nil {
		return nil
	}
	switch parts := v.parts; {
	case e.resource != nil:
		r.pool.submit(v.values, func(d *decoder, raw []byte) { d.change(e, raw, parts, deferred) })
	case v.values != nil:
		// Nobody asked for it, but its type came too late to tell.
		r.local.load(v.values)
		r.local.pos = parts[partActions]
		e.act(parseActions(&r.local.parser))
	case v.actions != nil:
		r.local.load(v.actions)
		e.act(parseActions(&r.local.parser))
	}
	return nil
}

// deferredChange reads an element of deferred_changes.
func (r *reader) deferredChange(index int) error {
	return r.members(fmt.Sprintf("deferred_changes[%d]", index), func(name string) error {
		if name != "resource_change" {
			return r.skip()
		}
		return r.change("deferred_changes", index, true)
	})
}

// changeValues captures a change, or of one that nobody asked for the actions.
func (r *reader) changeValues(v *envelope) error {
	if k, err := r.kind(); err != nil || k != jsonObject {
		_, err = r.is(jsonObject, v.member("change"))
		return err
	}
	if r.wants(v) {
		raw, err := r.captureObject(r.pool.buffer(), r.opts.Limits.ResourceBytes, v.part)
		return r.keepValues(v, &v.values, raw, err)
	}
	return r.object(func(name []byte) (err error) {
		if string(name) != "actions" || v.actions != nil {
			return r.skip()
		}
		v.actions, err = r.capture(nil, maxText)
		return err
	})
}

// parseActions reads a list of actions; nil if it is none.
func parseActions(p *parser) tfjson.Actions {
	p.peek()
	start := p.pos
	if usual := usualActions[string(p.skip())]; usual != nil {
		return usual
	}
	p.pos = start
	names, ok := p.textList()
	if !ok {
		return nil
	}
	out := make(tfjson.Actions, len(names))
	for i, n := range names {
		out[i] = tfjson.Action(n)
	}
	return out
}

// usualActions are what nearly all lists are, as Terraform writes them.
var usualActions = map[string]tfjson.Actions{
	`["no-op"]`:  {tfjson.ActionNoop},
	`["create"]`: {tfjson.ActionCreate},
	`["read"]`:   {tfjson.ActionRead},
	`["update"]`: {tfjson.ActionUpdate},
	`["delete"]`: {tfjson.ActionDelete},
}

// act notes what happens to the resource. It reports whether the actions are
// ones that Terraform knows.
func (e *entry) act(a tfjson.Actions) bool {
	switch {
	case a.NoOp():
		e.action, e.settled = iac.NoOp, true
	case a.Create():
		e.action = iac.Create
	case a.Read():
		e.action = iac.Read
	case a.Update():
		e.action = iac.Update
	case a.Delete():
		e.action, e.gone = iac.Delete, true
	case a.Forget():
		e.action, e.gone, e.forgotten = iac.NoOp, true, true
	case a.Replace(), slices.Equal(a, tfjson.Actions{tfjson.ActionCreate, tfjson.ActionForget}):
		// A forgotten object lives on, but what the address stands for is a new one.
		e.action = iac.Replace
	default:
		return false
	}
	return true
}

// The members of a change that matter. They are decoded only when all are found:
// the masks come after the values that they are of.
const (
	partActions = iota
	partBefore
	partAfter
	partUnknown
	partBeforeSensitive
	partAfterSensitive
	partReplacePaths
	partCount
)

var changeParts = [partCount]string{
	"actions", "before", "after", "after_unknown", "before_sensitive", "after_sensitive", "replace_paths",
}

// parts are the offsets of the members of a change in its text. Zero stands for
// what is not there: at zero is the bracket.
type parts [partCount]int

// part notes where a member of a change is.
func (v *envelope) part(name []byte, offset int) {
	for i, known := range changeParts {
		if known != string(name) {
			continue
		}
		if v.parts[i] > 0 {
			v.twiceInside = known
			return
		}
		v.parts[i] = offset
		return
	}
}

// change decodes a change into its entry. A deferred one says only which
// resource is meant.
func (d *decoder) change(e *entry, raw []byte, offsets parts, deferred bool) {
	d.start(e, raw)
	d.deferred = deferred
	seek := func(part int) bool {
		d.pos = offsets[part]
		return d.pos > 0
	}

	res := e.resource
	known := seek(partActions) && d.kind() == jsonArray && e.act(parseActions(&d.parser))
	d.masks.reset()
	var unknown, sensitive mask
	if seek(partUnknown) {
		unknown = d.masks.read(&d.parser)
	}
	if seek(partAfterSensitive) {
		sensitive = d.masks.read(&d.parser)
	}
	if seek(partAfter) {
		res.Body = d.part(e, partAfter, &unknown, &sensitive)
	}
	if e.settled && !res.Body.IsNull() {
		res.Change.Before = res.Body // by definition the same
	} else if seek(partBefore) {
		sensitive = mask{}
		if seek(partBeforeSensitive) {
			sensitive = d.masks.read(&d.parser)
		}
		seek(partBefore)
		d.deferred = false // what exists is known
		res.Change.Before = d.part(e, partBefore, nil, &sensitive)
	}
	if seek(partReplacePaths) {
		res.Change.ReplacePaths = d.replacePaths(e)
	}
	if !known && d.err == nil {
		e.guess()
		e.problem("actions of %s are none that Terraform is known to plan; the change is taken for what its values show.", e.address)
	}
	res.Change.Action, res.Change.Deferred = e.action, deferred
	if e.gone {
		res.Body = iac.Value{}
	}
	if e.forgotten {
		// It exists on, outside of the configuration.
		res.Data, res.Body = true, res.Change.Before
	}
	d.finish(e)
}

// part decodes the values before or after.
func (d *decoder) part(e *entry, part int, unknown, sensitive *mask) iac.Value {
	if k := d.kind(); k != jsonObject && k != jsonNull && d.err == nil {
		e.problem("%s of %s should be an object but is %s; it is left out.", changeParts[part], e.address, k)
		return iac.Value{}
	}
	return d.body(unknown, sensitive)
}

// replacePaths reads the attributes that force a replacement.
func (d *decoder) replacePaths(e *entry) [][]any {
	var paths [][]any
	if err := json.Unmarshal(d.skip(), &paths); err != nil && d.err == nil {
		e.problem("replace_paths of %s should be a list of paths; it is left out.", e.address)
		return nil
	}
	for _, path := range paths {
		for i, step := range path {
			if n, ok := step.(float64); ok {
				path[i] = int(n)
			}
		}
	}
	return paths
}

// guess tells the action from what is there before and after.
func (e *entry) guess() {
	switch {
	case e.resource.Change.Before.IsNull():
		e.action = iac.Create
	case e.resource.Body.IsNull():
		e.action, e.gone = iac.Delete, true
	default:
		e.action = iac.Update
	}
}
