package plan

import (
	"github.com/appnetlint/appnetlint/pkg/iac"
)

// values reads the values of a state: of the file itself or, where prior is
// set, of what a plan started from.
func (r *reader) values(what string, prior bool) error {
	return r.members(what, func(name string) error {
		if name != "root_module" {
			return r.skip()
		}
		return r.stateModule(what+".root_module", prior)
	})
}

func (r *reader) stateModule(what string, prior bool) error {
	return r.members(what, func(name string) error {
		switch name {
		case "resources":
			return r.list(what+".resources", func(i int) error { return r.stateResource(what+".resources", i, prior) })
		case "child_modules":
			return r.list(what+".child_modules", func(int) error { return r.stateModule("a child module of "+what, prior) })
		}
		return r.skip()
	})
}

// stateResource reads a resource of a state. What a plan says of a resource
// goes before its prior state, so that of prior_state only the rest matters:
// data sources that are read already, and what the plan leaves alone.
func (r *reader) stateResource(section string, index int, prior bool) error {
	if r.full() {
		return r.skip()
	}
	v, err := r.envelope(section, index, func(v *envelope, name []byte) (bool, error) {
		switch string(name) {
		case "values":
			return true, r.stateValues(v, prior, "values", &v.values)
		case "sensitive_values":
			return true, r.stateValues(v, prior, "sensitive_values", &v.secrets)
		}
		return false, nil
	})
	if err != nil || v == nil || prior && r.isKnown(v.address) {
		return err
	}
	e := r.admit(v, prior)
	if e == nil {
		return nil
	}
	e.settled, e.prior = true, prior
	if e.resource != nil {
		secrets := v.secrets
		r.pool.submit(v.values, func(d *decoder, raw []byte) { d.state(e, raw, secrets) })
	}
	return nil
}

func (r *reader) stateValues(v *envelope, prior bool, name string, dst *[]byte) error {
	if !r.wants(v) || prior && r.isKnown(v.address) {
		return r.skip()
	}
	if k, err := r.kind(); name == "values" && (err != nil || k != jsonObject) {
		_, err = r.is(jsonObject, v.member(name))
		return err
	}
	return r.captureValues(v, dst)
}

// state decodes the values of a resource in a state.
func (d *decoder) state(e *entry, raw, secrets []byte) {
	d.masks.reset()
	var sensitive mask
	if len(secrets) > 0 {
		d.load(secrets)
		sensitive = d.masks.read(&d.parser)
		if d.err != nil {
			// What is secret cannot be told, so that all is.
			e.problem("sensitive_values of %s could not be read: %s; all its values are taken for sensitive.", e.address, d.err)
			sensitive = mask{all: true}
		}
	}
	d.start(e, raw)
	res := e.resource
	res.Body = d.body(nil, &sensitive)
	if e.prior {
		res.Change.Before = res.Body
	}
	res.Change.Action = iac.NoOp
	d.finish(e)
}
