package cli

import (
	"io"

	"github.com/appnetlint/appnetlint/pkg/policy"
)

// modelTopic is what explain takes in the place of a rule, for what policies can ask.
const modelTopic = "model"

// explainModel prints what policies can ask.
func explainModel(w io.Writer) error { return policy.Explain(w) }
