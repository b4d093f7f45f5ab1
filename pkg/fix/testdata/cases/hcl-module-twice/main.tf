module "depot" {
  source = "./modules/web"
}

module "yard" {
  source = "./modules/web"
}
