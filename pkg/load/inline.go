package load

import (
	"context"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/deployment"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping"
)

// expandTemplates evaluates the templates that Terraform deploys, so that the mapping sees
// resources with nothing left to evaluate.
func expandTemplates(ctx context.Context, root *iac.Root) {
	for _, r := range root.Resources {
		if strings.HasPrefix(r.Type, "azurerm_") && strings.HasSuffix(r.Type, "_template_deployment") {
			r.Body = expanded(ctx, r, r.Body)
			r.Change.Before = expanded(ctx, r, r.Change.Before)
		}
	}
}

func expanded(ctx context.Context, r *iac.Resource, body iac.Value) iac.Value {
	content, parameters := body.Get("template_content"), body.Get("parameters_content")
	if content.Kind() != iac.String || content.IsSensitive() || parameters.IsSensitive() {
		return body
	}
	text, ok := deployment.Inline{
		Template: content.Scalar(), Parameters: parameters.Scalar(), ParametersUnknown: parameters.IsUnknown(),
		Subscription: r.Provider.Subscription, ResourceGroup: body.Get("resource_group_name").Scalar(), At: content.At(),
	}.Literal(ctx, mapping.Interest().Types)
	if !ok {
		return body
	}
	return body.Replace([]any{"template_content"}, iac.StringValue(text, content.At()).From(content.Origin()))
}
