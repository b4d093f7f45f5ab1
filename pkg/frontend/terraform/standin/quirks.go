package standin

import "github.com/zclconf/go-cty/cty"

func planAzurerm(c change) (cty.Value, []cty.Path) {
	return planSDK(c)
}
