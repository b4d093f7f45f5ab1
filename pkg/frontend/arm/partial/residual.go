package partial

import (
	"hash/fnv"
	"strconv"
	"strings"
	"sync"
)

// Type is what is known of the type of an unknown value.
type Type uint8

// The types.
const (
	AnyType Type = iota
	BoolType
	IntType
	StringType
	ArrayType
	ObjectType
)

// Reason says why a value is unknown. Several may be set.
type Reason uint16

// The reasons.
const (
	// MissingParameter: nobody gives a value to a parameter.
	MissingParameter Reason = 1 << iota
	// RuntimeState: it is read from Azure while deploying, as by reference and list.
	RuntimeState
	// DeploymentContext: where it is deployed to decides, as for resourceGroup().
	DeploymentContext
	// Nondeterministic: it differs at each deployment, as utcNow() and newGuid().
	Nondeterministic
	// ExternalInput: it is read from outside of the files, as by readEnvironmentVariable.
	ExternalInput
	// SecretValue: it is a secret that is kept elsewhere.
	SecretValue
	// NotRestored: a module is not at hand.
	NotRestored
	// Failed: it cannot be evaluated.
	Failed
)

// MemberCall is the name of the call that takes a member of an unknown value: its
// arguments are the value and a key or a position.
const MemberCall = "."

// StateCall is the name of the call that reads an attribute of a resource: its arguments
// are the id and the path of the attribute.
const StateCall = "reference"

// Residual is a call that could not be answered, with its arguments as far as they
// are known. Residuals of equal calls are equal, so that two uses of what is unknown
// are known to be the same.
type Residual struct {
	// Call is the name of the function: parameters, reference, format.
	Call string
	// Args are its arguments.
	Args []Value
	// Type is that of the result, as far as it is known.
	Type Type
	// Reasons say why it is unknown.
	Reasons Reason
	// Sources are the resources whose state goes into the value.
	Sources []Source
	// Pin names what decides the value, in the words of the template.
	Pin string
	// Volatile is set if two equal calls may give different results.
	Volatile bool

	once sync.Once
	key  string
}

// Source is an attribute of a resource that goes into an unknown value.
type Source struct {
	// Handle is that of the resource.
	Handle any
	// Path leads to the attribute: properties.defaultHostName.
	Path string
	// Exact is set if the value is that attribute, and not made of it.
	Exact bool
}

// Key returns a text that is equal for equal residuals only.
func (r *Residual) Key() string {
	r.once.Do(func() {
		h := fnv.New128a()
		write := func(s string) { _, _ = h.Write([]byte(s)); _, _ = h.Write([]byte{0}) }
		write(strings.ToLower(r.Call))
		if r.Volatile {
			write(strconv.Itoa(int(serial())))
		}
		for _, a := range r.Args {
			write(a.Canonical())
		}
		r.key = strconv.FormatUint(fold(h.Sum(nil)), 36)
	})
	return r.key
}

func fold(sum []byte) uint64 {
	var n uint64
	for i, b := range sum {
		n ^= uint64(b) << (8 * (i % 8))
		if i%8 == 7 {
			n *= 0x9e3779b97f4a7c15
		}
	}
	return n
}

var counter struct {
	sync.Mutex
	n int64
}

func serial() int64 {
	counter.Lock()
	defer counter.Unlock()
	counter.n++
	return counter.n
}

// Join returns the residual of a call of arguments some of which are unknown: its
// reasons and sources are theirs.
func Join(call string, typ Type, args ...Value) *Residual {
	r := &Residual{Call: call, Args: args, Type: typ}
	for _, a := range args {
		r.absorb(a)
	}
	return r
}

// absorb adds the reasons and sources of what is unknown in a value.
func (r *Residual) absorb(v Value) {
	if v.data == nil {
		return
	}
	if v.kind == Unknown {
		r.take(v.Residual())
	}
	if v.data.rest != nil {
		r.take(v.data.rest)
	}
	for i := range v.data.items {
		r.absorb(v.data.items[i])
	}
}

func (r *Residual) take(from *Residual) {
	r.Reasons |= from.Reasons
	if r.Pin == "" {
		r.Pin = from.Pin
	}
	for _, s := range from.Sources {
		s.Exact = false
		if len(r.Sources) < maxSources && !r.has(s) {
			r.Sources = append(r.Sources, s)
		}
	}
}

// maxSources bounds what a value remembers of where it comes from.
const maxSources = 64

func (r *Residual) has(s Source) bool {
	for _, have := range r.Sources {
		if have == s {
			return true
		}
	}
	return false
}

// Residue returns the unknown result of a call; a secret if an argument has one.
func Residue(call string, typ Type, args ...Value) Value {
	v := UnknownValue(Join(call, typ, args...))
	for _, a := range args {
		if a.HasSecrets() {
			return v.Secret()
		}
	}
	return v
}

// SecretReference is a value that a parameter takes from a key vault.
func SecretReference(parameter string) Value {
	return UnknownValue(&Residual{
		Call: "getSecret", Args: []Value{StringValue(parameter)}, Type: StringType,
		Reasons: SecretValue, Pin: "the secret for " + parameter,
	}).Secret()
}
