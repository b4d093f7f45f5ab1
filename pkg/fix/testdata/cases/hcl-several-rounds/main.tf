# Only once the default action is Deny does the list restrict anything, and only then is the
# SCM site more open than the app.
resource "azurerm_linux_web_app" "shop" {
  name                = "app-shop"
  resource_group_name = "rg-shop"
  location            = "westeurope"
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop/providers/Microsoft.Web/serverFarms/asp-shop"

  site_config {
    ip_restriction_default_action = "Allow" # nobody knows why
    scm_use_main_ip_restriction   = false

    ip_restriction {
      name       = "office"
      priority   = 100
      ip_address = "203.0.113.0/24"
    }
  }
}
