resource shop 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-shop'
  location: 'westeurope'
  properties: {
    siteConfig: {
      ftpsState: 'Disabled'
      scmIpSecurityRestrictionsUseMain: true
      ipSecurityRestrictionsDefaultAction: 'Allow'
      ipSecurityRestrictions: [
        { name: 'office', priority: 100, action: 'Allow', ipAddress: '203.0.113.0/24' }
      ]
    }
  }
}
