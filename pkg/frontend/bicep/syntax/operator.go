package syntax

// Operator is what stands between or in front of operands.
type Operator uint8

// The operators. Subtract in front of an operand changes its sign.
const (
	NoOperator Operator = iota
	Coalesce
	Or
	And
	Equal
	NotEqual
	EqualFold    // =~
	NotEqualFold // !~
	Less
	LessOrEqual
	Greater
	GreaterOrEqual
	Add
	Subtract
	Multiply
	Divide
	Modulo
	Not
)

var operatorNames = [...]string{
	"", "??", "||", "&&", "==", "!=", "=~", "!~", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "!",
}

func (o Operator) String() string { return operatorNames[o] }

// precedences holds how tightly the operators between operands bind.
var precedences = [...]int{
	Coalesce: 1, Or: 2, And: 3,
	Equal: 4, NotEqual: 4, EqualFold: 4, NotEqualFold: 4,
	Less: 5, LessOrEqual: 5, Greater: 5, GreaterOrEqual: 5,
	Add: 6, Subtract: 6, Multiply: 7, Divide: 7, Modulo: 7,
}

// Precedence tells how tightly an operator between operands binds, from 1 for ?? to 7
// for * / and %; 0 for the others.
func (o Operator) Precedence() int {
	if int(o) < len(precedences) {
		return precedences[o]
	}
	return 0
}
