package config
import ("testing";"time";"context";"fmt")
func TestX(t *testing.T){
 for _,n:=range []int{300,1000,3000}{
 dir:=t.TempDir()
 writeArchive(t,dir,[]archived{{"main.tf",fmt.Sprintf(`locals{
 a = { for i in range(%d): "k${i}" => {n=i, rules=[for j in range(10): "10.0.0.${j}"], sku="P1v3"}  if i < 1000 }
 b = merge(local.a, {for k,v in local.a: "x${k}"=>v}, {for k,v in local.a: "y${k}"=>v})
 }
resource "azurerm_subnet" "s" {
 for_each = local.%s
 name = each.key
 address_prefixes = ["10.0.0.0/24"]
}
resource "azurerm_linux_web_app" "a" {
 for_each = local.%s
 name = each.key
 virtual_network_subnet_id = azurerm_subnet.s[each.key].id
 site_config {
  dynamic "ip_restriction" {
   for_each = each.value.rules
   content { 
     ip_address = ip_restriction.value
     name = lookup(local.b, each.key, {sku=1}).sku
   }
  }
 }
}
`,min(n,1000),map[bool]string{true:"b",false:"a"}[n>1000],map[bool]string{true:"b",false:"a"}[n>1000])}})
 r,_:=NewReader(dir,dir,Options{})
 run,_:=r.start(context.Background(),".",nil)
 b:=time.Now(); run.walk(run.root); 
 t.Log(n,time.Since(b), len(run.result.Resources), run.errors, run.limits.Steps-run.budget.steps, run.limits.Nodes-run.budget.nodes)
 }
}
