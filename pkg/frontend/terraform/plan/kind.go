package plan

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
)

// Kind is what an input is, told from its content.
type Kind uint8

// The kinds of input. Other is JSON that is none of the kinds before it.
const (
	NotJSON Kind = iota
	Empty
	Truncated
	Plan
	State
	BinaryPlan
	RawState
	ARMTemplate
	ARMParameters
	EncryptedPlan
	Other
)

func (k Kind) String() string {
	return [...]string{
		"neither JSON nor a plan",
		"an empty file",
		"a truncated file",
		"the JSON of a Terraform plan",
		"the JSON of a Terraform state",
		"a binary Terraform plan",
		"a Terraform state file",
		"an ARM template",
		"a file of ARM deployment parameters",
		"an encrypted plan or state of OpenTofu",
		"JSON, but neither a Terraform plan or state nor an ARM template, its parameters or a what-if result",
	}[k]
}

// Detect tells what an input is. It reads on only until that is certain: a
// plan shows it in its first bytes.
func Detect(ctx context.Context, in io.Reader) (Kind, error) {
	text, err := decodeText(in)
	if err != nil {
		return NotJSON, err
	}
	if isZip(text.head) {
		if isBinaryPlan(text.head) {
			return BinaryPlan, nil
		}
		return NotJSON, nil
	}
	s := newScanner(ctx, text, Limits{}.withDefaults().Depth)
	c, err := s.next()
	switch {
	case err != nil && isTruncated(err):
		return Empty, nil
	case err != nil:
		return NotJSON, err
	case c == '[':
		return listKind(s)
	case c != '{':
		return NotJSON, nil
	}
	var seen outline
	err = s.object(func(name []byte) error {
		seen.add(string(name))
		if _, certain := seen.kind(); certain {
			return errCertain
		}
		return seen.note(string(name), s)
	})
	var syntax *syntaxError
	switch kind, certain := seen.kind(); {
	case err == nil || certain:
		return kind, nil
	case isTruncated(err):
		return Truncated, nil
	case errors.As(err, &syntax):
		return NotJSON, nil
	}
	return NotJSON, err
}

var errCertain = errors.New("the kind is certain")

// listKind tells a JSON list from text that only begins like one.
func listKind(s *scanner) (Kind, error) {
	err := s.skip()
	var syntax *syntaxError
	switch {
	case isTruncated(err):
		return Truncated, nil
	case errors.As(err, &syntax):
		return NotJSON, nil
	}
	return Other, err
}

func isTruncated(err error) bool {
	var syntax *syntaxError
	return errors.As(err, &syntax) && syntax.truncated
}

// outline is what the top-level members tell of a file.
type outline struct {
	names  []string
	schema string // $schema
}

// outlineNames are the members that tell kinds apart.
var outlineNames = []string{
	"format_version", "planned_values", "resource_changes", "prior_state", "configuration", "values", // terraform show -json
	"version", "serial", "lineage", "resources", // terraform.tfstate; an ARM template has resources too
	"$schema", "contentVersion",
	"meta", "encrypted_data",
}

// note takes note of a member and passes over its value.
func (o *outline) note(name string, s *scanner) error {
	o.add(name)
	if name != "$schema" {
		return s.skip()
	}
	text, _, err := s.text()
	o.schema = strings.ToLower(text)
	return err
}

func (o *outline) add(name string) {
	if slices.Contains(outlineNames, name) && !o.has(name) {
		o.names = append(o.names, name)
	}
}

func (o *outline) has(name string) bool { return slices.Contains(o.names, name) }

// kind tells the kind and whether further members cannot change it.
func (o *outline) kind() (Kind, bool) {
	switch {
	case o.has("resource_changes"), o.has("planned_values"), o.has("prior_state"):
		return Plan, true
	case o.has("format_version") && o.has("configuration"):
		return Plan, true
	case o.has("format_version") && o.has("values"):
		return State, true
	case o.has("values") && len(o.names) == 1:
		return State, false
	case o.has("version") && (o.has("serial") || o.has("lineage")):
		return RawState, true
	case strings.Contains(o.schema, "deploymentparameters"):
		return ARMParameters, true
	case strings.Contains(o.schema, "deploymenttemplate"):
		return ARMTemplate, true
	case o.has("contentVersion") && o.has("resources"):
		return ARMTemplate, true
	case o.has("encrypted_data"):
		return EncryptedPlan, true
	case o.has("format_version"):
		// What is left of the state of nothing.
		return State, false
	}
	return Other, false
}

// refusal says why a file is none that can be read; "" if it can.
func (o *outline) refusal() string {
	switch kind, _ := o.kind(); kind {
	case Plan, State:
		return ""
	case RawState:
		return `The file is a state file as Terraform stores it; run "terraform show -json" and read its output instead.`
	case EncryptedPlan:
		return `The file is encrypted; run "tofu show -json" where the key is configured and read its output instead.`
	default:
		return "The file is " + kind.String() + "."
	}
}

// notObject says what a file is that begins with something else than an object.
func notObject(c byte) string {
	if c == '[' {
		return "The file is a JSON list; a Terraform plan or state is an object."
	}
	return "The file is not JSON."
}

func isZip(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// isBinaryPlan looks for the entry that every plan file has. Terraform and
// OpenTofu write it first; an archive names each entry before its content.
func isBinaryPlan(head []byte) bool { return bytes.Contains(head, []byte("tfplan")) }
