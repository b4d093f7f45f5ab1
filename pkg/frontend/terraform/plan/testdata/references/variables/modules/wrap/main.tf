variable "plan_id" {}
variable "subnet_id" {}

module "inner" {
  source    = "../site"
  name      = "inner"
  plan_id   = var.plan_id
  subnet_id = var.subnet_id
}
