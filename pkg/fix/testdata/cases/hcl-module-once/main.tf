module "depot" {
  source = "./modules/web"
}
