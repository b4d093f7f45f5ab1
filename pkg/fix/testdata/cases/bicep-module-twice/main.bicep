param location string = resourceGroup().location
param planId string

module depot 'modules/web.bicep' = {
  name: 'depot'
  params: { name: 'app-depot', location: location, planId: planId }
}

module yard 'modules/web.bicep' = {
  name: 'yard'
  params: { name: 'app-yard', location: location, planId: planId }
}
