param location string = resourceGroup().location
param planId string

module depot 'modules/web.bicep' = {
  name: 'depot'
  params: { name: 'app-depot', location: location, planId: planId }
}
