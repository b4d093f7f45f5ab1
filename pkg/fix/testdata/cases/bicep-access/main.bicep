param location string = resourceGroup().location
param planId string

resource depot 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-depot'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: {
      ftpsState: 'Disabled'
      // the offices
      ipSecurityRestrictions: [
        { name: 'office', priority: 100, action: 'Allow', ipAddress: '203.0.113.0/24' }
      ]
      ipSecurityRestrictionsDefaultAction: 'Allow' // for now
      scmIpSecurityRestrictionsUseMain: true
    }
  }
}

resource yard 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-yard'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: {
      ftpsState: 'Disabled'
      ipSecurityRestrictionsDefaultAction: 'Deny'
      ipSecurityRestrictions: [
        { name: 'office', priority: 100, action: 'Allow', ipAddress: '203.0.113.0/24' }
      ]
    }
  }
}

resource shed 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-shed'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: {
      ftpsState: 'Disabled'
      ipSecurityRestrictionsDefaultAction: 'Deny'
      scmIpSecurityRestrictionsUseMain: true
      ipSecurityRestrictions: [
        { name: 'office', priority: 100, action: 'Allow', ipAddress: '203.0.113.0/24' }
        { name: 'twin', priority: 110, action: 'Allow', ipAddress: '203.0.113.0/24' }
        {
          name: 'shed'
          priority: 120
          action: 'Allow'
          ipAddress: '198.51.100.0/24'
        }
        {
          name: 'again'
          priority: 130
          action: 'Allow'
          ipAddress: '198.51.100.0/24'
        }
      ]
    }
  }
}

resource barn 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-barn'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: {
      ftpsState: 'Disabled', ipSecurityRestrictionsDefaultAction: 'Deny', scmIpSecurityRestrictionsUseMain: true
      ipSecurityRestrictions: [{ name: 'a', priority: 100, action: 'Allow', ipAddress: '203.0.113.0/24' }, { name: 'b', priority: 110, action: 'Allow', ipAddress: '203.0.113.0/24' }]
    }
  }
}
