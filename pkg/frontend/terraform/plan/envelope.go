package plan

import (
	"errors"
	"fmt"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// envelope is what surrounds the values of a resource in a list of changes or
// in a state.
type envelope struct {
	section  string
	index    int
	start    int
	members  uint32   // a bit for each of memberNames
	others   []string // members of other names
	address  string
	mode     string
	typ      string
	provider string
	deposed  bool
	actions  []byte // of a change that nobody asked for
	values   []byte // the change, or the values of a state
	secrets  []byte // the sensitive_values of a state
	tooLarge bool
	parts    parts // of a change
	// twiceInside is a member that the change has twice.
	twiceInside string
}

func (v *envelope) where() string { return fmt.Sprintf("%s[%d]", v.section, v.index) }

// member names a member for a message.
func (v *envelope) member(name string) string {
	if v.address != "" {
		return fmt.Sprintf("%s of %s (%s)", name, v.address, v.where())
	}
	return v.where() + "." + name
}

// envelope reads an element of a list of resources. own reads the members that
// are particular to the list and reports whether the name is one of them. The
// result is nil if the element is not an object, and else holds until the next
// call.
func (r *reader) envelope(section string, index int, own func(v *envelope, name []byte) (bool, error)) (*envelope, error) {
	v := &r.current
	*v = envelope{section: section, index: index, start: r.nextOffset()}
	if k, err := r.kind(); err != nil || k != jsonObject {
		_, err = r.is(jsonObject, v.where())
		return nil, err
	}
	err := r.object(func(name []byte) error {
		if v.twice(name) {
			r.problem(r.offset(), "%s is there twice; the second is left out.", v.member(string(name)))
			return r.skip()
		}
		if done, err := own(v, name); done {
			return err
		}
		return r.envelopeMember(v, name)
	})
	return v, err
}

// twice reports whether a member was there before.
func (v *envelope) twice(name []byte) bool {
	for i, known := range memberNames {
		if known == string(name) {
			before := v.members&(1<<i) != 0
			v.members |= 1 << i
			return before
		}
	}
	if slices.Contains(v.others, string(name)) {
		return true
	}
	v.others = append(v.others, string(name))
	return false
}

// memberNames are the names that envelopes have. Noting a bit for each saves making
// strings of them.
var memberNames = [...]string{
	"address", "previous_address", "module_address", "mode", "type", "name", "index", "provider_name", "deposed", "change",
	"action_reason", "schema_version", "values", "sensitive_values", "depends_on", "tainted", "deposed_key",
}

// has reports whether one of the memberNames is there.
func (v *envelope) has(name string) bool {
	return v.members&(1<<slices.Index(memberNames[:], name)) != 0
}

// envelopeMember reads what all envelopes have.
func (r *reader) envelopeMember(v *envelope, name []byte) (err error) {
	switch string(name) {
	case "address":
		v.address, err = r.field(v, "address")
	case "mode":
		v.mode, err = r.field(v, "mode")
	case "type":
		v.typ, err = r.field(v, "type")
	case "provider_name":
		v.provider, err = r.field(v, "provider_name")
	case "deposed", "deposed_key":
		var kind jsonKind
		_, kind, err = r.text()
		v.deposed = kind != jsonNull
	default:
		return r.skip()
	}
	return err
}

// field reads a string of an envelope. For anything else it reports what and
// where.
func (r *reader) field(v *envelope, name string) (string, error) {
	offset := r.nextOffset()
	text, kind, err := r.text()
	if err == nil && kind != jsonString {
		r.mismatch(offset, v.member(name), "a string", kind)
	}
	return text, err
}

// wants reports whether the values of the resource are to be captured: also if
// the type, which comes before them in what Terraform writes, is yet to come.
func (r *reader) wants(v *envelope) bool { return v.typ == "" || r.interests(v.typ) }

// captureValues captures the text of values. Text above the limit is given up,
// but what follows is still read.
func (r *reader) captureValues(v *envelope, dst *[]byte) error {
	raw, err := r.capture(r.pool.buffer(), r.opts.Limits.ResourceBytes)
	return r.keepValues(v, dst, raw, err)
}

func (r *reader) keepValues(v *envelope, dst *[]byte, raw []byte, err error) error {
	if errors.Is(err, errTooLarge) {
		v.tooLarge = true
		return nil
	}
	*dst = raw
	return err
}

// claim notes that there is an entry for an address. It reports whether it is the
// first one.
func (r *reader) claim(address string) bool {
	before := len(r.addresses)
	r.addresses[address] = struct{}{}
	return len(r.addresses) > before
}

// admit makes an entry of an envelope; nil if there is nothing to tell of it.
// The entry has a resource if its values are wanted and there.
func (r *reader) admit(v *envelope, prior bool) *entry {
	switch {
	case v.deposed:
		// The remains of an object that was replaced are not the resource.
		return nil
	case v.address == "" || v.typ == "":
		if !v.has("address") || !v.has("type") {
			r.problem(v.start, "%s has no address or no type; it is left out.", v.where())
		}
		r.incomplete("an entry could not be read: " + v.where())
		return nil
	case !prior && !r.claim(v.address):
		r.problem(v.start, "%s is a second entry for %s; it is left out.", v.where(), v.address)
		return nil
	}
	e := r.newEntries.next()
	*e = entry{
		address:  v.address,
		typ:      v.typ,
		provider: shortName(v.provider),
		data:     v.mode == string(tfjson.DataResourceMode),
		offset:   v.start,
	}
	r.entries = append(r.entries, e)
	if v.twiceInside != "" {
		r.problem(v.start, "%s of %s is there twice; the second is left out.", v.twiceInside, v.address)
	}
	switch {
	case !r.interests(v.typ):
		return e
	case v.tooLarge:
		r.problem(v.start, "%s has more than %d bytes, which is the limit; it is left out.", e.address, r.opts.Limits.ResourceBytes)
	case v.values == nil:
		if !v.has("change") && !v.has("values") {
			r.problem(v.start, "%s (%s) has no values; it is left out.", v.address, v.where())
		}
	default:
		e.resource = r.newResources.next()
		*e.resource = iac.Resource{
			Address:  e.address,
			Type:     e.typ,
			Data:     e.data,
			Provider: iac.Provider{Name: e.provider},
			At:       source.Range{File: r.file, Start: v.start, End: r.offset()},
		}
		if key := (sampleKey{e.provider, e.typ}); !r.sampled[key] {
			r.sampled[key] = true
			e.sample = map[string]bool{}
		}
		return e
	}
	r.incomplete("a resource could not be read: " + e.address)
	return e
}
